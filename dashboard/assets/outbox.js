// Carries changes to the server, one at a time and in order, and knows when all of them have arrived.
//
// Each change has a number. The server acts on each number once. It returns the last one (seen.vue) after it has sent
// everything that follows from the change. A change that was lost with its connection is sent again.
//
// While a change of the settings is under way, or something is typed that is not in force yet, `html` has the attribute
// `data-pending`. The style sheet in shell.vue then covers the results, since they belong to other settings.
{
  const LONG = 800 // milliseconds after which results are hidden altogether
  const SILENCE = 3000 // milliseconds without an answer after which the connection is checked
  const queue = [] // {n, key, due, sent, quiet, component, event, data}
  const typed = new Set() // fields whose text is not in force
  let last = 0, timer = null, began = 0
  const state = Vue.observable({ pending: false, typing: false })

  function put(component, event, data = {}, { key = '', delay = 0, quiet = false } = {}) {
    const same = key && queue.find((one) => one.key === key && !one.sent && one === queue[queue.length - 1])
    const due = performance.now() + delay
    if (same) Object.assign(same, { component, event, data, due })
    else queue.push({ n: ++last, key, due, sent: 0, quiet, component, event, data })
    next()
  }

  /** Send the first change unless it is under way, or about to be replaced by the next move of the same slider. */
  function next() {
    clearTimeout(timer)
    show()
    const first = queue[0]
    if (!first) return
    const now = performance.now()
    if (first.sent) {
      timer = setTimeout(silent, SILENCE)
    } else if (first.due > now && queue.length === 1) {
      timer = setTimeout(next, first.due - now)
    } else {
      send(first)
      timer = setTimeout(silent, SILENCE)
    }
  }

  function send(one) {
    one.sent = performance.now()
    one.component[one.event]({ ...one.data, n: one.n })
  }

  function silent() {
    window.dispatchEvent(new Event('samskaping-silence'))
    next()
  }

  /** Note that the server has acted on all changes up to this number. */
  function seen(n) {
    while (queue.length && queue[0].n <= n) queue.shift()
    next()
  }

  function show() {
    const pending = typed.size > 0 || queue.some((one) => !one.quiet), { dataset } = document.documentElement
    state.typing = typed.size > 0
    if (pending === state.pending) return
    state.pending = pending
    if (!pending) { delete dataset.pending; return }
    dataset.pending = 'yes'
    const turn = ++began
    setTimeout(() => { if (state.pending && turn === began) dataset.pending = 'long' }, LONG)
  }

  window.samskapingOutbox = {
    state, put, seen,
    /** Send the waiting change of this key without delay: the visitor has let go of the slider. */
    hurry(key) {
      const found = queue.find((one) => one.key === key && !one.sent)
      if (found) { found.due = 0; next() }
    },
    /** Return whether a change of this key is still to be sent. */
    waits(key) { return queue.some((one) => one.key === key && !one.sent) },
    /** Send again what was under way when the connection was lost. */
    resend() { if (queue.length && queue[0].sent) send(queue[0]) },
    /** Return the milliseconds that the server has left a change without an answer. */
    silence() { return queue.length && queue[0].sent ? performance.now() - queue[0].sent : 0 },
    /** Note whether the text in a field differs from what is in force. */
    typing(field, differs) { typed[differs ? 'add' : 'delete'](field); show() },
  }
}

/**
 * Return a slider's value after a key was pressed, or null where the browser is to act on the key.
 *
 * Arrows move by `d.key`, about a hundredth of the range. With Shift they move by the smallest step.
 */
window.samskapingStep = (d, value, event) => {
  const up = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10 }[event.key]
  if (!up || event.ctrlKey || event.altKey || event.metaKey) return null
  event.preventDefault()
  const steps = Math.round((value + up * (event.shiftKey ? d.step : d.key) - d.low) / d.step)
  return Math.min(d.high, Math.max(d.low, Number((d.low + steps * d.step).toPrecision(12))))
}
