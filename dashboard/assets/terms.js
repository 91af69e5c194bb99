// Shows an explanation at a tap or a key: `<button class="sk-term" v-term="{ title, text, lines }">word</button>`.
{
  let shown = null // the button, and the box with its explanation

  function close(back = false) {
    if (!shown) return
    const { button, box } = shown
    shown = null
    box.remove()
    button.setAttribute('aria-expanded', 'false')
    if (back) button.focus()
  }

  function open(button) {
    const { title, text, lines = [] } = button.samskapingTerm, box = document.createElement('div')
    box.className = 'sk-page sk-explained'
    box.tabIndex = -1
    box.setAttribute('role', 'dialog')
    box.setAttribute('aria-label', title)
    box.dataset.testid = 'explained'
    for (const [tag, words] of [['b', title], ['p', text], ...lines.map((line) => ['p', line])]) {
      if (words) box.appendChild(document.createElement(tag)).textContent = words
    }
    const host = document.fullscreenElement || document.getElementById('app')
    host.appendChild(box)
    const at = button.getBoundingClientRect(), { offsetWidth: width, offsetHeight: height } = box
    const below = at.bottom + 6 + height <= window.innerHeight
    box.style.left = `${Math.max(8, Math.min(at.left, window.innerWidth - width - 8))}px`
    box.style.top = `${below ? at.bottom + 6 : Math.max(8, at.top - 6 - height)}px`
    button.setAttribute('aria-expanded', 'true')
    shown = { button, box }
    box.focus({ preventScroll: true })
  }

  function toggle({ currentTarget }) {
    const again = shown && shown.button === currentTarget
    close()
    if (!again) open(currentTarget)
  }

  document.addEventListener('keydown', (event) => { if (shown && (event.key === 'Escape' || event.key === 'Tab')) { event.preventDefault(); close(true) } })
  document.addEventListener('pointerdown', ({ target }) => { if (shown && !shown.box.contains(target) && !shown.button.contains(target)) close() })
  document.addEventListener('scroll', ({ target }) => { if (shown && target !== shown.box) close() }, true)
  const keep = (button, { value }) => { button.samskapingTerm = value }
  Vue.directive('term', {
    bind(button, binding) {
      keep(button, binding)
      button.type = 'button'
      button.setAttribute('aria-expanded', 'false')
      button.setAttribute('aria-haspopup', 'dialog')
      button.addEventListener('click', toggle)
    },
    update: keep,
    unbind(button) { if (shown && shown.button === button) close() },
  })
}
