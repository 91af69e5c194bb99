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

  function fill(box, { title, text, lines = [] }) {
    box.setAttribute('aria-label', title)
    const parts = [['b', title], ['p', text], ...lines.map((line) => ['p', line])].filter(([, words]) => words)
    box.replaceChildren(...parts.map(([tag, words]) => Object.assign(document.createElement(tag), { textContent: words })))
  }

  function place({ button, box }) {
    const at = button.getBoundingClientRect(), { offsetWidth: width, offsetHeight: height } = box
    const below = at.bottom + 6 + height <= window.innerHeight
    box.style.left = `${Math.max(8, Math.min(at.left, window.innerWidth - width - 8))}px`
    box.style.top = `${below ? at.bottom + 6 : Math.max(8, at.top - 6 - height)}px`
  }

  function open(button) {
    const box = document.createElement('div'), host = document.fullscreenElement || document.getElementById('app')
    box.className = 'sk-page sk-explained'
    box.tabIndex = -1
    box.setAttribute('role', 'dialog')
    box.dataset.testid = 'explained'
    fill(box, button.samskapingTerm)
    host.appendChild(box)
    button.setAttribute('aria-expanded', 'true')
    shown = { button, box }
    place(shown)
    box.focus({ preventScroll: true })
  }

  // The box follows its word. A scroll may be the page's own, as when results arrive above the word.
  function follow({ target }) {
    if (!shown || target === shown.box) return
    const { bottom, top } = shown.button.getBoundingClientRect()
    if (bottom < 0 || top > window.innerHeight) close()
    else place(shown)
  }

  function toggle({ currentTarget }) {
    const again = shown && shown.button === currentTarget
    close()
    if (!again) open(currentTarget)
  }

  document.addEventListener('keydown', (event) => { if (shown && (event.key === 'Escape' || event.key === 'Tab')) { event.preventDefault(); close(true) } })
  document.addEventListener('pointerdown', ({ target }) => { if (shown && !shown.box.contains(target) && !shown.button.contains(target)) close() })
  document.addEventListener('scroll', follow, true)
  const keep = (button, { value }) => { button.samskapingTerm = value }
  const renew = (button, binding) => {
    keep(button, binding)
    const changed = JSON.stringify(binding.value) !== JSON.stringify(binding.oldValue)
    if (changed && shown && shown.button === button) fill(shown.box, binding.value)
  }
  Vue.directive('term', {
    bind(button, binding) {
      keep(button, binding)
      button.type = 'button'
      button.setAttribute('aria-expanded', 'false')
      button.setAttribute('aria-haspopup', 'dialog')
      button.addEventListener('click', toggle)
    },
    update: renew,
    unbind(button) { if (shown && shown.button === button) close() },
  })
}
