// Shows that there is more to the side: `<div class="wide" v-wide="t.sideways">table</div>`.
//
// While its content is wider than the element, it has the attribute `data-more`: "right", "left" or "both". The style
// sheet in shell.vue then draws a shadow at that edge and writes the words above the content.
{
  function look(element) {
    const left = element.scrollLeft > 1, right = element.scrollLeft + element.clientWidth < element.scrollWidth - 1
    const more = left && right ? 'both' : left ? 'left' : right ? 'right' : ''
    if (more) element.dataset.more = more
    else delete element.dataset.more
  }
  Vue.directive('wide', {
    inserted(element, { value }) {
      element.dataset.hint = value
      const looks = () => look(element), watch = new ResizeObserver(looks)
      for (const one of [element, ...element.children]) watch.observe(one)
      element.addEventListener('scroll', looks, { passive: true })
      element.samskapingWide = { watch, looks }
    },
    componentUpdated(element, { value }) { element.dataset.hint = value; look(element) },
    unbind(element) {
      const { watch, looks } = element.samskapingWide || {}
      if (watch) watch.disconnect()
      if (looks) element.removeEventListener('scroll', looks)
    },
  })
}
