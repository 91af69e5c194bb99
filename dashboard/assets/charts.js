// Draws the pages' charts with Apache ECharts. `custom.js` loads this module with the first chart and offers
// it as the directive `v-chart`.
//
// A component describes a chart by a plain object, whose `kind` is `lines` (outcomes by month) or `differences` (from the
// first way of governing, by group). This module makes ECharts' options of it, and keeps one instance per element.
//
// The number after `?v=` is the MD5 of the file: the server then lets browsers keep it for good. `make echarts` writes it.
import * as echarts from './echarts/echarts.esm.min.js?v=6a37fbedccce296b236e411f454a4d80'

const INK = '#1b2733', GREY = '#55606b', AXIS = '#8a96a3', GRID = '#e1e6ea', GHOST = '#8c959e', STRIPE = '#f6f8f9'
const FONT = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif" // ECharts writes it into an attribute
const plots = new Map() // by element: the chart (once its element has a size), what it shows, and who watches its size

// --- instances ---

/** Draw `drawing` in `element`, now or as soon as the element has a size. */
export function show(element, drawing) {
  let plot = plots.get(element)
  if (!plot) {
    plot = { element, chart: null, drawing: null, watcher: new ResizeObserver(() => fit(plot)) }
    plots.set(element, plot)
    plot.watcher.observe(element)
  }
  if (plot.drawing && same(plot.drawing, drawing)) return
  plot.drawing = drawing
  if (plot.chart) plot.chart.setOption(option(drawing), true)
  else fit(plot)
}

/** Free the chart of an element that leaves the page. */
export function drop(element) {
  const plot = plots.get(element)
  if (!plot) return
  plots.delete(element)
  plot.watcher.disconnect()
  if (plot.chart) plot.chart.dispose()
}

/** Return the charts that are on the page now. */
export const drawn = () => [...plots.values()].map((plot) => plot.chart).filter((chart) => chart && !chart.isDisposed())

/** Give a chart the size of its element. An element in a hidden part of the page has none and waits. */
function fit(plot) {
  const { clientWidth: width, clientHeight: height } = plot.element
  if (!width || !height || !plot.drawing) return
  if (plot.chart) plot.chart.resize()
  else {
    plot.chart = echarts.init(plot.element, null, { renderer: 'svg' })
    plot.chart.setOption(option(plot.drawing), true)
  }
  const svg = plot.element.querySelector('svg') // on paper it is scaled to the width of the sheet
  if (svg) svg.setAttribute('viewBox', `0 0 ${width} ${height}`)
}

const same = (a, b) => Object.keys(b).every((key) => a[key] === b[key])

// --- reading values: pointer, keyboard and screen reader get the same ---

/** Show the values at a month or group, as the pointer does, and return them in words. */
export function point(element, place) {
  const plot = plots.get(element)
  if (!plot || !plot.chart) return ''
  const upright = plot.drawing.kind === 'lines', axis = upright ? { xAxisIndex: 0 } : { yAxisIndex: 0 }
  const at = plot.chart.convertToPixel(axis, place), { clientWidth, clientHeight } = element
  plot.chart.dispatchAction({ type: 'showTip', x: upright ? at : clientWidth * .6, y: upright ? clientHeight / 2 : at })
  const { title, rows } = values(plot.drawing, place)
  return `${title}: ${rows.map((row) => `${row.label} ${row.text}`).join('; ')}`
}

/** Hide what `point` shows. */
export function leave(element) {
  const plot = plots.get(element)
  if (plot && plot.chart) plot.chart.dispatchAction({ type: 'hideTip' })
}

function values(drawing, place) {
  const shown = visible(drawing)
  if (drawing.kind === 'differences') {
    const row = drawing.rows[place]
    return { title: row.label, rows: shown.map(({ look, at }) => ({ ...look, label: look.short, text: row.cells[at].text })) }
  }
  const written = (value) => number(value, drawing.lang, drawing.decimals, !!drawing.relative), between = drawing.lang === 'en' ? ', ' : '; '
  const rows = []
  for (const { look, line } of shown) {
    const [mean, low, high] = ['mean', 'low', 'high'].map((key) => monthly(line[key], drawing)[place])
    if (!known(mean)) continue
    const interval = known(low) && known(high) ? ` [${written(low)}${between}${written(high)}]` : ''
    rows.push({ ...look, label: look.short, text: written(mean) + interval })
  }
  const changes = (drawing.marks || []).filter((mark) => mark.month === place).map((mark) => mark.words)
  return { title: [`${drawing.words.month} ${place}`, ...changes].join(' – '), rows }
}

function tip(drawing, place) {
  const { title, rows } = values(drawing, place), safe = echarts.format.encodeHTML
  if (!rows.length) return ''
  const cells = rows.map((row) => `<tr><th style="color:${row.colour}">${safe(row.label)}</th><td>${safe(row.text)}</td></tr>`)
  return `<b>${safe(title)}</b><table>${cells.join('')}</table>`
}

// --- options ---

const option = (drawing) => ({
  animation: false,
  textStyle: { fontFamily: FONT, fontSize: 12, color: INK },
  tooltip: {
    trigger: 'axis', confine: true, className: 'sk-tip', transitionDuration: 0, padding: [4, 8], borderColor: AXIS,
    textStyle: { color: INK, fontSize: 12.5 },
    axisPointer: drawing.kind === 'lines' ? { type: 'line', lineStyle: { color: GREY, type: [2, 3] } }
      : { type: 'shadow', axis: 'y', shadowStyle: { color: '#00508f', opacity: .08 } },
    formatter: (found) => tip(drawing, found[0].dataIndex),
  },
  ...(drawing.kind === 'lines' ? lines(drawing) : differences(drawing)),
})

function lines(drawing) {
  const { months, lang, words } = drawing, shown = visible(drawing)
  const years = months / 12, step = years > 1 ? 12 * Math.ceil(years / 10) : Math.max(1, Math.ceil(months / 6))
  const marked = (month) => month % step === 0
  const room = drawing.bare ? 10 : 14 + Math.min(90, Math.max(0, ...shown.map(({ look }) => textWidth(look.end || look.short))))
  const curve = { type: 'line', symbol: 'none', silent: true, z: 3 }
  return {
    grid: { left: 8, right: room, top: 24, bottom: 20, containLabel: true },
    xAxis: {
      ...axis(years > 1 ? words.years : words.months), type: 'category', boundaryGap: false, nameLocation: 'middle', nameGap: 24,
      data: Array.from({ length: months + 1 }, (_, month) => month), axisLine: { lineStyle: { color: AXIS } },
      axisTick: { show: true, interval: marked, alignWithLabel: true, lineStyle: { color: AXIS } },
      axisLabel: { color: GREY, interval: marked, hideOverlap: true, formatter: (month) => number(years > 1 ? month / 12 : month, lang, 0) },
    },
    yAxis: { ...axis(drawing.unit), ...scale(drawing, shown), nameTextStyle: { color: GREY, align: 'left', padding: [0, 0, 0, -30] } },
    series: [
      ...shown.filter(({ line }) => line.ghost).map(({ look, line }) => ({
        ...curve, name: words.ghost, data: monthly(line.ghost, drawing), itemStyle: { color: GHOST },
        lineStyle: { color: GHOST, width: 1.4, type: dashes(look) },
      })),
      ...zone(drawing),
      ...shown.map(({ look, line }) => band(look, monthly(line.low, drawing), monthly(line.high, drawing))),
      ...shown.map(({ look, line }, at) => ({
        ...curve, name: look.short, data: monthly(line.mean, drawing), itemStyle: { color: look.colour },
        lineStyle: { color: look.colour, width: 2.4, type: dashes(look), join: 'round' },
        endLabel: { show: !drawing.bare && line.mean.some(known), formatter: look.end || look.short, color: look.colour, fontWeight: 600, distance: 5, lineHeight: 14, width: 90, overflow: 'truncate' },
        labelLayout: { moveOverlap: 'shiftY' },
        markLine: at ? undefined : { silent: true, symbol: 'none', animation: false, label: { show: false }, data: straight(drawing) },
      })),
    ],
  }
}

function differences(drawing) {
  const shown = visible(drawing), n = drawing.series.length - 1
  const step = echarts.number.nice(drawing.reach / 3), digits = echarts.number.getPrecision(step), end = step * Math.ceil(drawing.reach / step)
  return {
    grid: { left: 0, right: 26, top: 4, bottom: 24, containLabel: true }, // half of the last tick's label is beyond the axis
    xAxis: {
      ...axis(drawing.unit), type: 'value', min: -end, max: end, interval: step,
      nameLocation: 'end', nameGap: 0, nameTextStyle: { color: GREY, fontSize: 11, align: 'right', verticalAlign: 'top', padding: [24, -24, 0, 0] }, // room for long units on a phone
      axisLabel: { color: GREY, hideOverlap: true, formatter: (value) => (Math.round(value / step) % 2 ? '' : number(value, drawing.lang, digits, true)) },
    },
    yAxis: {
      type: 'category', inverse: true, data: drawing.rows.map((row) => row.label), axisTick: { show: false },
      axisLine: { show: true, onZero: true, lineStyle: { color: GREY } }, axisLabel: { color: INK, width: 130, overflow: 'break' },
      splitArea: { show: true, areaStyle: { color: ['transparent', STRIPE] } },
    },
    series: shown.map(({ look, at }) => ({
      type: 'custom', name: look.short, silent: true, encode: { x: [0, 1, 2], y: 3 },
      data: drawing.rows.map((row, place) => [row.cells[at].mean, row.cells[at].low, row.cells[at].high, place]),
      renderItem: (_, api) => interval(api, look, ((at + .5) / n - .5) * api.size([0, 1])[1], at),
    })),
  }
}

/** Return a mean as a dot or square, and its interval as a line through it. */
function interval(api, look, shift, at) {
  const place = api.value(3), spot = (value) => { const [x, y] = api.coord([value, place]); return [x, y + shift] }
  const [x, y] = spot(api.value(0)), children = []
  if (!Number.isNaN(api.value(1))) {
    const [from] = spot(api.value(1)), [to] = spot(api.value(2))
    children.push({ type: 'line', shape: { x1: from, y1: y, x2: to, y2: y }, style: { stroke: look.colour, lineWidth: 2 } })
  }
  const mark = at % 2 ? { type: 'rect', shape: { x: x - 4, y: y - 4, width: 8, height: 8 } } : { type: 'circle', shape: { cx: x, cy: y, r: 4 } }
  return { type: 'group', children: [...children, { ...mark, style: { fill: look.colour } }] }
}

/** Return the straight lines: the month that is shown, zero, and the start of each change in the course of the run. */
function straight({ mark, relative, marks = [] }) {
  const lines = mark === undefined ? [] : [{ xAxis: mark, lineStyle: { color: AXIS, type: 'solid' } }]
  if (relative) lines.push({ yAxis: 0, lineStyle: { color: INK, type: 'solid', width: 1.4 } })
  const months = [...new Set(marks.map(({ month }) => month))]
  return [...lines, ...months.map((month) => {
    const here = marks.filter((mark) => mark.month === month), alone = here.every(({ colour }) => colour === here[0].colour)
    const colour = (alone && here[0].colour) || INK, formatter = here.map(({ label }) => label).join(', ')
    return {
      xAxis: month - 1, lineStyle: { color: colour, type: [2, 3], width: 1.3 }, // the end of the month before
      label: { show: true, position: 'end', distance: 1, formatter, color: colour, fontSize: 11, fontWeight: 700 },
    }
  })]
}

/** Return the zone around zero in which a difference is too small to matter. */
function zone(drawing) {
  if (!drawing.relative || !drawing.zone.some(known)) return []
  const reach = monthly(drawing.zone, drawing), look = { short: '', colour: GREY }
  return [{ ...band(look, reach.map((size) => (known(size) ? -size : null)), reach), z: 1 }]
}

/** Return the area between `low` and `high`, as one polygon. */
function band(look, low, high) {
  const there = low.map((_, month) => month).filter((month) => known(low[month]) && known(high[month]))
  return {
    type: 'custom', name: `${look.short} 95 %`, silent: true, clip: true, z: 2, data: there.length > 1 ? [[there[0], low[there[0]]]] : [],
    tooltip: { show: false },
    renderItem: (_, api) => ({
      type: 'polygon', style: { fill: look.colour, opacity: .15 },
      shape: { points: [...there.map((m) => api.coord([m, high[m]])), ...[...there].reverse().map((m) => api.coord([m, low[m]]))] },
    }),
  }
}

const axis = (name) => ({
  name, nameTextStyle: { color: GREY }, axisLine: { show: false }, axisTick: { show: false },
  splitLine: { show: false, lineStyle: { color: GRID } }, axisLabel: { color: GREY },
})

/** Return a vertical axis with round ticks, at least `least` high, that takes in every value. */
function scale(drawing, shown) {
  const zeroes = drawing.relative ? [0, ...drawing.zone.filter(known).flatMap((size) => [-size, size])] : []
  const all = shown.flatMap(({ line }) => [...line.mean, ...line.low, ...line.high, ...(line.ghost || [])]).concat(zeroes).filter(known)
  let [low, high] = drawing.range || (all.length ? [Math.min(...all), Math.max(...all)] : [0, 1])
  const lacking = Math.max(0, drawing.least - (high - low)) / 2
  if (!drawing.range) [low, high] = [low >= 0 ? Math.max(0, low - lacking) : low - lacking, high + lacking]
  const step = echarts.number.nice((high - low) / 5.001), digits = echarts.number.getPrecision(step)
  return {
    type: 'value', min: Math.floor(low / step + 1e-9) * step, max: Math.ceil(high / step - 1e-9) * step, interval: step,
    splitLine: { show: true, lineStyle: { color: GRID } },
    axisLabel: { color: GREY, formatter: (value) => number(value, drawing.lang, digits, !!drawing.relative) },
  }
}

// --- pictures to keep ---

/** Return a chart with title, legend and note as a file: `svg` or `png`. The picture is as tall as the note needs. */
export function picture(drawing, kind, title, note) {
  const width = 560, base = option(drawing)
  const written = { text: note, fill: GREY, font: `9.5px ${FONT}`, lineHeight: 12.5, width: width - 16, overflow: 'break' }
  const foot = new echarts.graphic.Text({ style: written }).getBoundingRect().height, height = 320 + foot
  const curves = base.series.filter((one) => one.type === 'line').map((one) => one.name)
  const names = [...new Set([...visible(drawing).map(({ look }) => look.short), ...curves])] // the grey lines come last
  const whole = {
    ...base, tooltip: { show: false }, backgroundColor: '#fff', grid: { ...base.grid, top: 88, bottom: 32 + foot },
    title: { text: title, left: 6, top: 4, textStyle: { fontSize: 15, color: INK } },
    legend: { data: names, left: 6, top: 32, itemWidth: 30, itemHeight: 8, itemStyle: { opacity: 0 }, textStyle: { color: INK } },
    graphic: { type: 'text', left: 8, bottom: 6, silent: true, style: written },
  }
  const chart = echarts.init(kind === 'svg' ? null : document.createElement('div'), null, {
    renderer: kind === 'svg' ? 'svg' : 'canvas', ssr: kind === 'svg', width, height, devicePixelRatio: 3,
  })
  try {
    chart.setOption(whole)
    if (kind === 'svg') return Promise.resolve(new Blob([chart.renderToSVGString()], { type: 'image/svg+xml' }))
    const canvas = chart.renderToCanvas({ pixelRatio: 3, backgroundColor: '#fff' })
    return new Promise((done) => canvas.toBlob(done, 'image/png'))
  } finally { chart.dispose() }
}

// --- small things ---

const known = (value) => value !== null && value !== undefined
const dashes = (look) => (look.dash ? look.dash.split(' ').map(Number) : 'solid')
const textWidth = (text) => echarts.format.getTextRect(text, `600 12px ${FONT}`).width

/** Return values by month from month 0 on; those of runs begin with month 1. */
const monthly = (list, { months }) => (list.length > months ? list : [null, ...list])

/** Return the ways of governing that are not switched off, each with its look, its place and its line. */
function visible({ kind, series, off, lines: all }) {
  const looks = kind === 'differences' ? series.slice(1) : series
  return looks.map((look, at) => ({ look, at, line: all && all[at] })).filter(({ look, line }) => !off[look.name] && (line || !all))
}

function number(value, lang, digits, sign = false) {
  const written = { minimumFractionDigits: digits, maximumFractionDigits: digits, signDisplay: sign ? 'exceptZero' : 'negative' }
  return new Intl.NumberFormat(window.samskapingLocales[lang], written).format(value).replace('-', '\u2212')
}
