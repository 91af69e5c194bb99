// Keeps a page of a room up to date. Without this script the page still works: it then reloads itself now and then.
//
// The page asks for its own contents every two seconds. What only counts (`data-live`) is replaced in place. Anything
// else replaces the whole of `main`; what somebody was writing stays, and so do the keyboard's place and open boxes.
(function () {
  'use strict'
  const EVERY = 2000, SLOWEST = 10000, TIMEOUT = 8000
  const main = document.getElementById('main')
  if (!main || !/\b(phone|host)\b/.test(document.body.className)) return
  const lost = document.getElementById('lost'), news = document.getElementById('news')
  let received = steady(main.innerHTML), failures = 0, timer = null, busy = false, over = false

  // The contents without what only counts.
  function steady (html) {
    const copy = document.createElement('template')
    copy.innerHTML = html
    for (const live of copy.content.querySelectorAll('[data-live]')) live.textContent = ''
    return copy.innerHTML
  }

  function update (html, version) {
    const fresh = steady(html), made = document.createElement('template')
    main.dataset.version = version
    made.innerHTML = html
    if (fresh === received) {
      for (const live of made.content.querySelectorAll('[data-live]')) {
        const old = document.getElementById(live.id)
        if (old && old.innerHTML !== live.innerHTML) old.innerHTML = live.innerHTML
      }
      return
    }
    received = fresh
    const focused = document.activeElement && main.contains(document.activeElement) ? document.activeElement.id : ''
    const title = (main.querySelector('h1') || main).textContent
    const open = new Set(Array.from(main.querySelectorAll('details[open][data-keep]'), (one) => one.id))
    const written = new Map()
    for (const field of main.querySelectorAll('input[id], select[id]')) {
      if (field.type === 'radio' || field.type === 'checkbox') {
        if (field.checked !== field.defaultChecked) written.set(field.id, field.checked)
      } else if (field.type !== 'hidden' && field.value !== field.defaultValue) written.set(field.id, field.value)
    }
    const sameRound = round(main) === round(made.content)
    main.replaceChildren(made.content)
    for (const id of open) { const box = document.getElementById(id); if (box) box.open = true }
    for (const [id, value] of written) {
      const field = document.getElementById(id)
      if (!field || !sameRound) continue
      if (typeof value === 'boolean') field.checked = value
      else field.value = value
    }
    const now = (main.querySelector('h1') || main).textContent
    if (now !== title) window.scrollTo(0, 0)
    news.textContent = now
    if (!focused) return
    const back = document.getElementById(focused)
    if (back) back.focus({ preventScroll: true })
    else main.focus({ preventScroll: true })
  }

  // Which form is shown: a guess of one round is not carried over into the next.
  function round (part) {
    const form = part.querySelector('form input[name=round]')
    return form ? form.value : ''
  }

  async function ask () {
    if (busy || over || document.hidden) return
    busy = true
    clearTimeout(timer)
    try {
      const address = new URL(window.location.href)
      address.searchParams.set('v', main.dataset.version)
      const answer = await fetch(address, { cache: 'no-store', signal: AbortSignal.timeout(TIMEOUT) })
      if (answer.status === 200 || answer.status === 404 || answer.status === 410 || answer.status === 403) {
        update(await answer.text(), answer.headers.get('x-version') || '')
        over = answer.status !== 200 // the room has ended, or is not ours
      } else if (answer.status !== 204) throw new Error(answer.status)
      failures = 0
      lost.hidden = true
    } catch (error) {
      failures += 1
      lost.hidden = failures < 2
    }
    busy = false
    plan()
  }

  function plan () {
    clearTimeout(timer)
    const pause = failures ? Math.min(SLOWEST, EVERY * failures) : EVERY
    if (!over) timer = setTimeout(ask, pause * (0.9 + 0.2 * Math.random()))
  }

  document.addEventListener('visibilitychange', () => { if (!document.hidden) ask() })
  window.addEventListener('online', ask)
  window.addEventListener('pageshow', (event) => { if (event.persisted) ask() })
  plan()
})()

// A second click on a button is not a second form.
document.addEventListener('submit', (event) => {
  const form = event.target, now = Date.now()
  if (form.dataset.sent && now - Number(form.dataset.sent) < 3000) event.preventDefault()
  else form.dataset.sent = now
})
