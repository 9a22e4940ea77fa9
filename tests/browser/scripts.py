"""What is asked of a page from the inside, in the page's own language."""

from __future__ import annotations

# Letters are drawn, and what scripts fetched has been put in its place.
QUIET = """async () => {
  await document.fonts.ready;
  await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 30))));
  return !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling');
}"""

# A page reads its few colours thousands of times over, and axe takes each apart anew: it gets to know them.
COLOURS_ARE_READ_ONCE = """() => {
  const colour = axe.commons.color.Color.prototype;
  const read = colour.parseString, known = new Map();
  colour.parseString = function (text) {
    if (!known.has(text)) {
      read.call(this, text);
      known.set(text, [this.r, this.g, this.b, this.alpha]);
    }
    [this.r, this.g, this.b, this.alpha] = known.get(text);
    return this;
  };
}"""

AXE = """async only => {
  const options = {runOnly: only, resultTypes: ['violations'], selectors: false, preload: {assets: ['media']}};
  const found = await axe.run(document, options);
  const said = node => `${node.html.slice(0, 160)} ${node.failureSummary.slice(0, 200)}`;
  return found.violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${said(node)}`));
}"""

# Where everything stands, and what of it is shown.
SHAPE = """() => [...document.body.querySelectorAll('*')].map(e => {
  const box = e.getBoundingClientRect();
  const shown = e.checkVisibility({checkVisibilityCSS: true, checkOpacity: true});
  return [shown, box.x, box.y, box.width, box.height].map(Number).map(Math.round);
}).join()"""

INTERACTIVE = """() => {
  const shown = e => e.checkVisibility({checkVisibilityCSS: true}) && e.getClientRects().length > 0;
  const all = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]';
  const groups = new Set();
  let number = 0;
  for (const e of document.querySelectorAll(all)) {
    if (e.disabled || !shown(e) || e.tabIndex < 0) continue;
    if (e.type === 'radio') {
      const group = e.form ? e.name + [...document.forms].indexOf(e.form) : e.name;
      if (groups.has(group)) continue;
      groups.add(group);
      for (const other of document.getElementsByName(e.name)) other.dataset.stop = number;
    }
    e.dataset.stop = number++;
  }
  return number;
}"""

# From the top of the page, what each press of Tab led to: looked at when the next is pressed, for then the
# page has been scrolled and drawn. The first press has none before it.
WALK = """() => {
  const focused = () => {
    const e = document.activeElement;
    if (!e || e === document.body || e === document.documentElement) return null;
    const style = getComputedStyle(e);
    const box = e.getBoundingClientRect();
    const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
    const ring = outlined || style.boxShadow !== 'none';
    const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    const bar = document.querySelector('.tabbar');
    const under = bar && !bar.contains(e) && getComputedStyle(bar).display !== 'none'
      && box.top >= bar.getBoundingClientRect().top;
    return {stop: e.dataset.stop ?? null, ring, seen: inside && !under, what: e.outerHTML.slice(0, 120)};
  };
  const led = [], over = new AbortController();
  let pressed = false;
  addEventListener('keydown', event => {
    if (event.key !== 'Tab') return;
    if (pressed) led.push(focused());
    pressed = true;
  }, {capture: true, signal: over.signal});
  window.walk = {read: () => led.splice(0), end: () => { over.abort(); document.activeElement?.blur(); }};
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.removeAttribute('tabindex');
  scrollTo(0, 0);
}"""
READ = "() => window.walk.read()"
END = "() => window.walk.end()"

MARKUP = "n => document.querySelector(`[data-stop='${n}']`).outerHTML.slice(0, 120)"
TALL = "() => document.documentElement.scrollHeight"
WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
