// Shows in the page's language when the connection to the server is lost, and reconnects when the server answers.
//
// Solara includes this file by its name, before its own script. Solara's own message is in English only. It waits up to
// half a minute between attempts, and gives up after seven of them.
(function () {
  const { fallback, texts, locales } = /* TEXTS */ {} // filled in by dashboard/server/assets.py
  window.samskapingLocales = locales // by language, for Intl.NumberFormat
  const known = (code) => (Object.hasOwn(texts, code) ? code : '')
  const asked = known(new URLSearchParams(window.location.search).get('lang'))
  const TIMEOUT = 4000 // milliseconds to wait for an answer
  const EVERY = 500 // milliseconds between attempts
  const CHECK = 10000 // milliseconds between checks of a connection that seems to hold
  const DEAF = 20000 // milliseconds without an answer to a change after which the connection is made anew
  const PROBED = 15000 // milliseconds after which Solara, when the connection is back, has asked for everything or never will
  const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds))
  let leaving = false
  window.addEventListener('pagehide', () => { leaving = true })

  const language = () => known(document.documentElement.lang) || asked || fallback

  function show(lost) {
    const old = document.getElementById('sk-lost')
    if (!lost || leaving) { if (old) old.remove(); return }
    if (old) return
    const box = document.createElement('div'), card = document.createElement('div')
    box.id = 'sk-lost'
    card.setAttribute('role', 'alert')
    card.setAttribute('data-testid', 'connection-lost')
    document.body.appendChild(box).appendChild(card)
    const words = texts[language()]
    card.appendChild(document.createElement('h2')).textContent = words.lost
    card.appendChild(document.createElement('p')).textContent = words.lost_help
    card.lang = language()
  }

  async function status(address, method, headers = {}) {
    try {
      return (await fetch(address, { method, headers, cache: 'no-store', signal: AbortSignal.timeout(TIMEOUT) })).status
    } catch (error) { return 0 }
  }
  const answers = async () => await status(solara.rootPath + '/readyz', 'GET') === 200

  // A server may fill up between a page's loading and its connection. The reloaded page then explains it. A tab that has
  // a place says which, since the server may be full only because of it.
  async function reloadIfFull(tab) {
    if (await status(window.location.href, 'HEAD', { 'x-samskaping-tab': tab }) === 503) window.location.reload()
  }

  function keepConnected(kernel) {
    let looking = false, failures = 0
    const open = () => kernel._ws && kernel._ws.readyState === WebSocket.OPEN
    kernel._reconnect = async function () {
      if (looking || leaving || open()) return
      looking = true
      this._updateConnectionStatus('connecting')
      this._clearSocket()
      if (failures > 0) await reloadIfFull(this.id)
      await pause(Math.min(5000, 250 * failures * failures))
      failures += 1
      while (!this.isDisposed && !(await answers())) await pause(EVERY)
      looking = false
      if (!this.isDisposed && !leaving) this._createSocket()
    }
    let stale = false, since = 0 // the connection was lost, and not everything has been asked for again; when it came back
    function renew() {
      stale = true
      unanswered = 0
      kernel._clearSocket()
      show(true)
      kernel._reconnect()
    }
    let wasConnected = false
    kernel.connectionStatusChanged.connect((_, state) => {
      const connected = state === 'connected'
      if (connected) { failures = unanswered = 0; since = performance.now() }
      held = [] // of an earlier connection
      if (!connected && wasConnected) { stale = true; show(true) } // until everything is there again
      wasConnected = wasConnected || connected
    })

    // When the connection is back, Solara asks for the state of everything on the page. Changes that arrive meanwhile would
    // be overwritten by it, so they wait. Where the answer does not come in time, Solara leaves the page as it is.
    let held = [], fetching = 0, failed = false
    const handle = kernel._handleMessage.bind(kernel), { prototype } = solara.WidgetManager, fetchOnce = prototype.fetchAll
    kernel._handleMessage = async (message) => {
      const update = message.header.msg_type === 'comm_msg' && message.content.data.method === 'update'
      if (fetching && update) held.push(message)
      else await handle(message)
    }
    prototype._loadFromKernelModels = async () => { failed = true }
    prototype.fetchAll = async function () {
      fetching += 1
      try {
        do {
          failed = false
          await fetchOnce.call(this).catch(() => { failed = true })
          if (failed) await pause(EVERY) // a server that refuses at once is not asked without end
        } while (failed && kernel.connectionStatus === 'connected')
      } finally { fetching -= 1 }
      if (fetching || kernel.connectionStatus !== 'connected') return
      while (held.length) await handle(held.shift())
      samskapingOutbox.resend()
      stale = false
      show(false)
    }
    let checking = false, unanswered = 0
    async function check() {
      if (checking || !open()) return // a new one is being made
      checking = true
      const answered = await answers()
      checking = false
      if (!open()) return
      unanswered = answered ? 0 : unanswered + 1
      if (unanswered > 1) renew()
      else if (unanswered) { // perhaps it is only slow: if all visitors then connected anew, it would become slower
        show(true)
        setTimeout(check, 2 * EVERY)
      } else if (!stale || (!fetching && performance.now() - since > PROBED)) show(false)
    }
    window.addEventListener('offline', check) // a server on this machine answers without a network
    window.addEventListener('online', renew)
    // The server may answer while its websocket does not.
    window.addEventListener('samskaping-silence', () => { if (open() && samskapingOutbox.silence() > DEAF) renew(); else check() })
    // A network that is cut without a word leaves the websocket open.
    setInterval(() => { if (!document.hidden) check() }, CHECK)
  }

  // Solara makes the connection and then sets `solara.debug`.
  let debug
  Object.defineProperty(solara, 'debug', {
    configurable: true,
    get: () => debug,
    set(value) { debug = value; keepConnected(value.kernel()) },
  })

  // Solara is about to show this template while the page loads. Its own text is in English only,
  // and its bars, which are shown while the server computes, have no name for those who cannot see them.
  const template = document.getElementById('vue-app-template')
  if (template) {
    const code = asked || fallback
    template.textContent = template.textContent
      .replace('<h1>{{ loading_text }}</h1>', () => `<h1 lang="${code}">${texts[code].loading}</h1>`)
      .replace(/<v-progress-(linear|circular)/g, (bar) => `${bar} lang="${code}" aria-live="polite" aria-label="${texts[code].busy}"`)
      .replace(/<b>Made with <a [^>]*>Solara<\/a><\/b>/, '')
  }
})()

// Loads the module that draws charts when the first chart is on the page, so that numbers are not kept waiting. Components
// draw with the directive `v-chart`, and get the module itself from `samskapingCharts()`. A version that is not the file's
// hash makes the server answer `no-store`: the module always belongs to the components. Browsers keep ECharts itself.
// `samskapingCharts(true)` tries again after a failure, under another address, since browsers remember failed imports.
{
  let charts, failed = false, tries = 0
  window.samskapingCharts = (again) => {
    if (!charts || (failed && again)) {
      failed = false
      charts = import(`${solara.rootPath}/static/assets/charts.js?v=${tries++}`)
      charts.catch(() => { failed = true })
    }
    return charts
  }
  const show = (element, { value }) => samskapingCharts().then((module) => module.show(element, value)).catch(() => {})
  Vue.directive('chart', {
    inserted: show,
    componentUpdated: show,
    unbind(element) { samskapingCharts().then((module) => module.drop(element)).catch(() => {}) },
  })
}
