"use strict";
(() => {
  const PAGE = 60;
  const SLICE_MS = 12;
  const byId = (id) => document.getElementById(id);
  const lines = [...document.querySelectorAll("script.records")].flatMap((part) => part.textContent.split("\n"));
  const data = JSON.parse(byId("index").textContent);
  const articles = data.articles;
  const places = new Map(articles.map((row, place) => [row.id, place]));
  const cache = new Map();
  const texts = [];
  let found = [];
  let shown = 0;
  let open = null;
  let hidden = new Set();
  let searching = 0;

  /* Small helpers: elements from plain data only, never from markup. */
  function make(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (value === null || value === undefined || value === false) continue;
      element.setAttribute(name, value === true ? "" : value);
    }
    element.append(...children.filter((child) => child !== null && child !== undefined));
    return element;
  }
  const words = (value) => String(value).replaceAll("_", " ");
  const count = (n, one, many) => `${n.toLocaleString("en")} ${n === 1 ? one : many || one + "s"}`;
  const fold = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").replace(/[\u2018\u2019]/g, "'").toLowerCase();
  const route = (...parts) => "#/" + parts.map((part) => encodeURIComponent(part)).join("/");

  function record(place) {
    if (!cache.has(place)) cache.set(place, JSON.parse(lines[place]));
    const value = cache.get(place);
    if (cache.size > 50) cache.delete(cache.keys().next().value);
    return value;
  }

  /* Finding: what the list knows answers at once, the words of the articles follow in slices. */
  for (const row of articles) {
    const names = [row.headline, ...(row.courts || []), ...(row.parties || []), ...(row.names || []), row.main || "", row.id];
    for (const claim of row.claims || []) names.push(words(claim[0]), words(claim[1]), claim[2]);
    row.search = fold(names.join("\n"));
  }

  function textOf(place) {
    if (texts[place] === undefined) texts[place] = fold(JSON.parse(lines[place]).text || "");
    return texts[place];
  }

  function options(id, values, label) {
    const totals = new Map();
    for (const row of articles) for (const value of new Set(values(row))) totals.set(value, (totals.get(value) || 0) + 1);
    for (const [value, n] of [...totals].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))) {
      byId(id).append(make("option", { value }, `${label(value)} (${n.toLocaleString("en")})`));
    }
  }
  options("f-claim", (row) => (row.claims || []).map((c) => c[0]), words);
  options("f-outcome", (row) => (row.claims || []).map((c) => c[1]), words);
  options("f-role", (row) => (row.amounts || []).map((a) => a[0]), words);
  options("f-currency", (row) => (row.amounts || []).map((a) => a[1]), String);
  const PAID = new Set(["awarded", "settlement", "fine", "restitution", "forfeiture"]);
  const firstCurrency = byId("f-currency").options.length > 1 ? byId("f-currency").options[1].value : "";

  function filters() {
    const value = (id) => byId(id).value.trim();
    const scale = { k: 1e3, m: 1e6, b: 1e9 };
    const least = /^[^\d.]*([\d.,]+)\s*([kmb])?/i.exec(value("f-min"));
    return {
      claim: value("f-claim"), outcome: value("f-outcome"), role: value("f-role"), currency: value("f-currency"),
      least: least ? parseFloat(least[1].replaceAll(",", "")) * (scale[(least[2] || "").toLowerCase()] || 1) : 0,
      check: value("f-check"), from: value("f-from"), to: value("f-to"),
    };
  }

  function fits(row, f) {
    if (f.claim || f.outcome) {
      if (!(row.claims || []).some((c) => (!f.claim || c[0] === f.claim) && (!f.outcome || c[1] === f.outcome))) return false;
    }
    if (f.role || f.currency || f.least) {
      const right = (a) => (!f.role || a[0] === f.role) && (!f.currency || a[1] === f.currency) && a[2] >= f.least;
      if (!(row.amounts || []).some(right)) return false;
    }
    if (f.check === "failing" && !row.failing) return false;
    if (f.check === "checked" && !row.checks) return false;
    if (f.check === "warnings" && !row.warnings) return false;
    if (f.from && !(row.published >= f.from)) return false;
    return !(f.to && !(row.published <= f.to));
  }

  function biggest(row, currency) {
    let most = -1;
    for (const [role, code, value, rate] of row.amounts || []) {
      if (PAID.has(role) && !rate && code === currency && value > most) most = value;
    }
    return most;
  }

  function order(places_) {
    const by = byId("sort").value;
    const currency = byId("f-currency").value || firstCurrency;
    const text = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
    const compare = {
      newest: (a, b) => text(articles[b].published || "", articles[a].published || ""),
      oldest: (a, b) => text(articles[a].published || "9", articles[b].published || "9"),
      headline: (a, b) => articles[a].headline.localeCompare(articles[b].headline, "en"),
      amount: (a, b) => biggest(articles[b], currency) - biggest(articles[a], currency),
    }[by];
    return places_.sort((a, b) => compare(a, b) || a - b);
  }

  function find() {
    const turn = ++searching;
    const f = filters();
    const active = Object.values(f).filter(Boolean).length;
    byId("active").textContent = active ? `(${active} set)` : "";
    const terms = fold(byId("q").value).split(/\s+/).filter(Boolean);
    showTerms();
    const waiting = [];
    const hits = [];
    articles.forEach((row, place) => {
      if (!fits(row, f)) return;
      if (terms.every((term) => row.search.includes(term))) hits.push(place);
      else waiting.push(place);
    });
    show(order(hits), terms.length > 0 && waiting.length > 0);
    if (terms.length) searchTexts(turn, terms, waiting, hits);
  }

  function searchTexts(turn, terms, waiting, hits) {
    let next = 0;
    const step = () => {
      if (turn !== searching) return;
      const until = performance.now() + SLICE_MS;
      while (next < waiting.length && performance.now() < until) {
        const place = waiting[next++];
        const text = textOf(place);
        if (terms.every((term) => text.includes(term) || articles[place].search.includes(term))) hits.push(place);
      }
      if (next < waiting.length) setTimeout(step);
      else show(order(hits), false);
    };
    setTimeout(step, 80);
  }

  /* The list: a page at a time, more when its end comes near. */
  function show(places_, more) {
    found = places_;
    shown = 0;
    byId("list").replaceChildren();
    grow();
    const total = articles.length;
    const status = found.length === total ? `${count(total, "article")}` : `${found.length.toLocaleString("en")} of ${count(total, "article")}`;
    byId("status").textContent = more ? `${status}, reading the texts…` : found.length ? status : "No article fits.";
    mark();
  }

  function grow() {
    const part = document.createDocumentFragment();
    for (const place of found.slice(shown, shown + PAGE)) part.append(entry(place, shown++));
    byId("list").append(part);
    byId("more").hidden = shown >= found.length;
  }

  function entry(place, position) {
    const row = articles[place];
    const claims = [...new Set((row.claims || []).map((c) => `${words(c[0])}: ${words(c[1])}`))];
    const flags = [];
    if (row.failing) flags.push(make("span", { class: "flag bad" }, "figures do not add up"));
    if (row.warnings) flags.push(make("span", { class: "flag" }, count(row.warnings, "warning")));
    const key = make("span", { class: "key" });
    if (row.main) key.append(make("span", { class: "main" }, row.main));
    if (claims.length) key.append(row.main ? " · " : "", claims.slice(0, 2).join(" · "), claims.length > 2 ? ` · ${claims.length - 2} more` : "");
    for (const flag of flags) key.append(key.childNodes.length ? " · " : "", flag);
    const meta = [row.published, (row.courts || [])[0], (row.parties || []).slice(0, 3).join(", ")].filter(Boolean).join(" · ");
    const link = make("a", { href: route(row.id), "data-place": place },
      make("span", { class: "headline" }, row.headline), make("span", { class: "meta" }, meta), key);
    return make("li", { "aria-setsize": found.length, "aria-posinset": position + 1 }, link);
  }

  function mark() {
    for (const link of byId("list").querySelectorAll("a[aria-current]")) link.removeAttribute("aria-current");
    if (!open) return;
    const link = byId("list").querySelector(`a[data-place="${open.place}"]`);
    if (link) link.setAttribute("aria-current", "true");
  }

  /* One article: its text with every mention as a link to its fact, and the facts beside it. */
  function openArticle(place) {
    const r = record(place);
    const facts = new Map((r.facts || []).map((fact) => [fact.id, fact]));
    open = { place, record: r, facts, chosen: null };
    const reader = byId("reader");
    const back = make("button", { type: "button", id: "back" }, "Back to the list");
    back.addEventListener("click", () => { location.hash = "#/"; });
    const skip = make("a", { class: "skip", href: "#facts" }, "Skip to the facts");
    reader.replaceChildren(back, skip, aboutLine(r), ...[legend(r)].filter(Boolean), text(r));
    reader.setAttribute("aria-label", r.headline);
    reader.scrollTop = 0;
    byId("facts").replaceChildren(...factsPanel(r));
    byId("facts").scrollTop = 0;
    document.body.classList.add("reading");
    document.title = r.headline;
    paint();
    mark();
    showTerms();
  }

  /* Words that were searched for are marked in the open article where the browser can do so without changing it. */
  function showTerms() {
    if (!open || !window.Highlight || !CSS.highlights) return null;
    const terms = byId("q").value.toLowerCase().split(/\s+/).filter((term) => term.length > 1);
    const ranges = [];
    const walker = document.createTreeWalker(byId("reader").querySelector(".text"), NodeFilter.SHOW_TEXT);
    while (terms.length && walker.nextNode()) {
      const lower = walker.currentNode.data.toLowerCase().replace(/[\u2018\u2019]/g, "'");
      if (lower.length !== walker.currentNode.data.length) continue;
      for (const term of terms) {
        for (let at = lower.indexOf(term); at >= 0; at = lower.indexOf(term, at + term.length)) {
          const range = new Range();
          range.setStart(walker.currentNode, at);
          range.setEnd(walker.currentNode, at + term.length);
          ranges.push(range);
        }
      }
    }
    CSS.highlights.set("search", new Highlight(...ranges));
    return ranges.length ? ranges.reduce((a, b) => (a.compareBoundaryPoints(Range.START_TO_START, b) <= 0 ? a : b)) : null;
  }

  function aboutLine(r) {
    const line = make("p", { class: "about" }, [r.published, r.source, r.made].filter(Boolean).join(" · "));
    if (/^https?:\/\//i.test(r.url || "")) line.append(" · ", make("a", { href: r.url, rel: "noreferrer noopener", target: "_blank" }, "original page"));
    return line;
  }

  function legend(r) {
    const kinds = Object.keys(data.kinds).filter((kind) => (r.facts || []).some((fact) => fact.kind === kind));
    if (!kinds.length) return null;
    const boxes = kinds.map((kind) => {
      const box = make("input", { type: "checkbox", value: kind });
      box.checked = !hidden.has(kind);
      box.addEventListener("change", () => { box.checked ? hidden.delete(kind) : hidden.add(kind); paint(); });
      return make("label", { class: `k-${kind}` }, box, data.kinds[kind]);
    });
    return make("fieldset", { class: "legend" }, make("legend", {}, "Marked in the text"), ...boxes);
  }

  /* Offsets of the record are code points, those of a script UTF-16 units; the same unless a text leaves the BMP. */
  function unitOffsets(text_) {
    if (!/[\ud800-\udbff][\udc00-\udfff]/.test(text_)) return (point) => point;
    const units = [];
    let unit = 0;
    for (const character of text_) { units.push(unit); unit += character.length; }
    units.push(unit);
    return (point) => units[Math.min(point, units.length - 1)];
  }

  function mentions(r) {
    const at = unitOffsets(r.text);
    const all = [];
    for (const fact of r.facts || []) fact.at.forEach(([start, end], number) => all.push({ fact, number, start: at(start), end: at(end) }));
    return all;
  }

  function text(r) {
    const box = make("div", { class: "text" });
    if (r.text === undefined) {
      box.append(make("h2", {}, r.headline), make("p", { class: "empty" }, "This record was written without its text. The words of each fact stand beside it."));
      return box;
    }
    const all = mentions(r);
    const breaks = /\n\s*\n/g;
    let start = 0;
    for (;;) {
      const gap = breaks.exec(r.text);
      const end = gap ? gap.index : r.text.length;
      const isTitle = start === 0 && r.text.slice(0, end).trim() === r.headline.trim();
      if (start === 0 && !isTitle) box.append(make("h2", {}, r.headline));
      if (end > start) box.append(paragraph(isTitle ? "h2" : "p", r.text, start, end, all));
      if (!gap) return box;
      start = breaks.lastIndex;
    }
  }

  function paragraph(tag, text_, from, to, all) {
    const inside = all.filter((m) => m.start < to && m.end > from);
    const edges = new Set([from, to]);
    for (const m of inside) { edges.add(Math.max(m.start, from)); edges.add(Math.min(m.end, to)); }
    const cuts = [...edges].sort((a, b) => a - b);
    const element = make(tag, {});
    for (let i = 0; i + 1 < cuts.length; i++) {
      const over = inside.filter((m) => m.start <= cuts[i] && m.end >= cuts[i + 1]);
      const piece = text_.slice(cuts[i], cuts[i + 1]);
      element.append(over.length ? hit(over, piece) : piece);
    }
    return element;
  }

  function hit(over, piece) {
    over.sort((a, b) => a.end - a.start - (b.end - b.start));
    const link = make("a", { class: "hit", href: route(open.record.id, over[0].fact.id) }, piece);
    link.over = over;
    return link;
  }

  /* Which kind a piece shows depends on the legend and on what is chosen. */
  function paint() {
    const related = relatedTo(open.chosen);
    for (const link of byId("reader").querySelectorAll("a.hit")) {
      const visible = link.over.filter((m) => !hidden.has(m.fact.kind));
      const chosen = visible.find((m) => m.fact.id === open.chosen);
      const top = chosen || visible[0];
      link.className = "hit";
      link.toggleAttribute("aria-current", Boolean(chosen));
      if (chosen) link.setAttribute("aria-current", "true");
      if (!top) {
        link.classList.add("off");
        link.removeAttribute("href");
        link.removeAttribute("title");
        continue;
      }
      link.classList.add(`k-${top.fact.kind}`);
      link.classList.toggle("inner", visible.length > 1);
      link.classList.toggle("chosen", Boolean(chosen));
      link.classList.toggle("related", !chosen && visible.some((m) => related.has(m.fact.id)));
      link.href = route(open.record.id, top.fact.id);
      link.title = visible.map((m) => `${data.kinds[m.fact.kind]}: ${m.fact.title}${m.fact.tags ? ", " + m.fact.tags[0] : ""}`).join("; ");
    }
    for (const card of byId("facts").querySelectorAll(".fact")) {
      const chosen = card.dataset.id === open.chosen;
      card.classList.toggle("chosen", chosen);
      card.classList.toggle("related", related.has(card.dataset.id));
      const name = card.querySelector(".name");
      if (chosen) name.setAttribute("aria-current", "true"); else name.removeAttribute("aria-current");
      const list = card.querySelector(".words");
      if (list && !chosen) list.remove();
      if (chosen && !list) card.append(wordsOf(open.facts.get(open.chosen)));
    }
  }

  function relatedTo(id) {
    const fact = open.facts.get(id);
    return new Set(fact ? (fact.lines || []).flatMap(([, value]) => (Array.isArray(value) ? value : [])) : []);
  }

  function wordsOf(fact) {
    const r = open.record;
    const list = make("ol", {});
    const at = r.text === undefined ? null : unitOffsets(r.text);
    fact.at.forEach(([start, end, exact], number) => {
      const body = at
        ? [excerpt(r.text.slice(Math.max(0, at(start) - 50), at(start)), true), make("b", {}, r.text.slice(at(start), at(end))), excerpt(r.text.slice(at(end), at(end) + 50), false)]
        : [make("b", {}, exact)];
      list.append(make("li", {}, at ? make("a", { href: route(r.id, fact.id, number + 1) }, ...body) : make("span", {}, ...body)));
    });
    return make("div", { class: "words" }, make("span", { class: "line" }, fact.at.length === 1 ? "in the text" : `in the text, ${fact.at.length} times`), list);
  }

  function excerpt(piece, before) {
    const flat = piece.replace(/\s+/g, " ");
    if (before) return piece.length >= 50 ? "…" + flat.replace(/^\S*\s/, "") : flat;
    return piece.length >= 50 ? flat.replace(/\s\S*$/, "") + "…" : flat;
  }

  function factsPanel(r) {
    const parts = [make("h2", {}, "Facts"), ...boxes(r)];
    for (const [kind, name] of Object.entries(data.kinds)) {
      const facts = (r.facts || []).filter((fact) => fact.kind === kind);
      if (!facts.length) continue;
      parts.push(make("h3", { class: `k-${kind}` }, name, " ", make("span", { class: "n" }, String(facts.length))));
      parts.push(make("ul", { class: `k-${kind}` }, ...facts.map((fact) => card(r, fact))));
    }
    if (parts.length === 1) parts.push(make("p", { class: "empty" }, "No facts were found in this article."));
    return parts;
  }

  function boxes(r) {
    const items = [];
    for (const c of r.checks || []) {
      const mark_ = c.holds ? make("b", { class: "good" }, "✓ adds up: ") : make("b", { class: "bad" }, "✗ does not add up: ");
      const figures = (ids, joiner) => ids.flatMap((id, i) => [i ? joiner : "", figure(r, id)]);
      const end = c.off ? ` (off by ${c.off})` : "";
      items.push(make("li", { class: c.holds ? null : "bad" }, mark_, ...figures(c.left, " + "), c.holds ? " = " : " ≠ ", ...figures(c.right, c.joiner), end));
    }
    for (const w of r.warnings || []) items.push(make("li", { class: "warn" }, make("b", { class: "warn" }, `${w.code}: `), w.words, " ", ...seen(r, w.about ? [w.about] : [])));
    return items.length ? [make("h3", {}, "Checks and warnings"), make("ul", { class: "boxes" }, ...items)] : [];
  }

  function figure(r, id) {
    const fact = open.facts.get(id);
    return fact ? make("a", { href: route(r.id, id) }, fact.title) : id;
  }

  function seen(r, ids) {
    if (!ids.length) return [];
    const links = ids.filter((id) => open.facts.has(id)).flatMap((id, i) => [i ? ", " : "", figure(r, id)]);
    return links.length ? [make("span", { class: "line" }, "see ", ...links)] : [];
  }

  const OUTCOMES = {
    "found for claimant": "won", convicted: "won", "pleaded guilty": "won", "found for respondent": "lost", dismissed: "lost",
    acquitted: "lost", pending: "open", split: "open",
  };

  function card(r, fact) {
    const name = make("a", { class: "name", href: route(r.id, fact.id) }, fact.title);
    const item = make("li", { class: "fact", "data-id": fact.id }, name);
    (fact.tags || []).forEach((tag, i) => {
      const outcome = fact.kind === "claims" && i === 0 ? ` outcome ${OUTCOMES[tag] || ""}` : "";
      item.append(" ", make("span", { class: `tag${i ? "" : " first"}${outcome}` }, tag));
    });
    for (const [label, value] of fact.lines || []) {
      const line = make("div", { class: "line" }, `${label} `);
      if (Array.isArray(value)) value.forEach((id, i) => line.append(i ? ", " : "", linked(r, id)));
      else line.append(value);
      item.append(line);
    }
    return item;
  }

  function linked(r, id) {
    const fact = open.facts.get(id);
    if (!fact) return id;
    const note = fact.kind === "amounts" || fact.kind === "claims" ? ` (${fact.tags[0]})` : "";
    return make("a", { href: route(r.id, id) }, fact.title + note);
  }

  /* Where we are stands in the address: #/article, #/article/fact, #/article/fact/mention. */
  function follow(from) {
    const parts = location.hash.startsWith("#/") ? location.hash.slice(2).split("/").map(decode) : [];
    const place = places.get(parts[0]);
    if (place === undefined) {
      document.body.classList.remove("reading");
      if (parts[0]) byId("reader").replaceChildren(make("p", { class: "empty" }, `No article ${parts[0]} is in this file.`));
      if (parts[0]) { byId("facts").replaceChildren(); open = null; mark(); }
      return;
    }
    const fresh = !open || open.place !== place;
    if (fresh) openArticle(place);
    document.body.classList.add("reading");
    open.chosen = open.facts.has(parts[1]) ? parts[1] : null;
    paint();
    if (!open.chosen) {
      const first = fresh && from === "list" ? showTerms() : null;
      if (first) center(byId("reader"), first);
      if (from === "list") byId("reader").focus({ preventScroll: true });
      return;
    }
    reveal(from, parts[2] ? Number(parts[2]) - 1 : null, fresh);
  }

  function reveal(from, number, fresh) {
    const hits = [...byId("reader").querySelectorAll("a.hit")];
    const isAt = (n) => (link) => link.over.some((m) => m.fact.id === open.chosen && (n === null || m.number === n));
    const target = hits.find(isAt(number));
    const chosen = byId("facts").querySelector(".fact.chosen");
    if (target && from !== "text") center(byId("reader"), target);
    if (chosen && (from !== "facts" || fresh)) center(byId("facts"), chosen);
    if (number !== null && target) target.focus({ preventScroll: true });
    else if (chosen && from) chosen.querySelector(".name").focus({ preventScroll: true });
  }

  function center(pane, element) {
    if (pane.scrollHeight <= pane.clientHeight + 1) { if (element.scrollIntoView) element.scrollIntoView({ block: "center" }); return; }
    const outer = pane.getBoundingClientRect();
    const inner = element.getBoundingClientRect();
    if (inner.top >= outer.top + 40 && inner.bottom <= outer.bottom - 40) return;
    pane.scrollTop += inner.top - outer.top - Math.max(40, (outer.height - inner.height) / 2);
  }

  function decode(part) {
    try { return decodeURIComponent(part); } catch { return part; }
  }

  /* Colours follow the system until the reader chooses. */
  const dark = matchMedia("(prefers-color-scheme: dark)");
  let theme = "system";
  try { theme = localStorage.getItem("newsdocket-theme") || "system"; } catch { /* a browser may refuse to remember */ }
  function colours() {
    document.documentElement.dataset.theme = theme === "system" ? (dark.matches ? "dark" : "light") : theme;
    byId("theme").textContent = `Colours: ${theme}`;
  }
  byId("theme").addEventListener("click", () => {
    theme = { system: "light", light: "dark", dark: "system" }[theme] || "system";
    try { localStorage.setItem("newsdocket-theme", theme); } catch { /* see above */ }
    colours();
  });
  dark.addEventListener("change", colours);
  colours();

  /* Keys: up and down in the list, Escape leaves a chosen fact. */
  byId("list").addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const item = event.target.closest("li");
    if (!step || !item) return;
    if (step > 0 && !item.nextElementSibling) grow();
    const next = step > 0 ? item.nextElementSibling : item.previousElementSibling;
    if (next) { next.querySelector("a").focus(); event.preventDefault(); }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !open || !open.chosen || event.target.closest("#finder")) return;
    const target = [...byId("reader").querySelectorAll("a.hit.chosen")][0];
    history.pushState(null, "", route(open.record.id));
    follow(null);
    if (target) target.focus({ preventScroll: true });
  });
  document.addEventListener("click", (event) => {
    const skip = event.target.closest("a.skip");
    if (skip) { event.preventDefault(); byId(skip.getAttribute("href").slice(1)).focus(); return; }
    const link = event.target.closest("a[href^='#/']");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    const pane = link.closest("#list, #reader, #facts");
    if (link.getAttribute("href") !== location.hash) history.pushState(null, "", link.getAttribute("href"));
    follow({ list: "list", reader: "text", facts: "facts" }[pane ? pane.id : ""] || null);
  });
  addEventListener("popstate", () => follow(null));

  let typing = 0;
  byId("search").addEventListener("input", (event) => {
    clearTimeout(typing);
    typing = setTimeout(find, event.target.type === "search" || event.target.type === "text" ? 90 : 0);
  });
  byId("search").addEventListener("submit", (event) => { event.preventDefault(); find(); });
  byId("search").addEventListener("reset", () => setTimeout(find));
  byId("more").addEventListener("click", grow);
  new IntersectionObserver((seen_) => { if (seen_.some((e) => e.isIntersecting) && shown < found.length) grow(); }, { root: byId("finder"), rootMargin: "600px" }).observe(byId("more"));

  byId("total").textContent = count(articles.length, "article") + (data.failures.length ? `, ${data.failures.length} failed` : "");
  if (data.failures.length) {
    byId("failures").hidden = false;
    byId("failures").querySelector("summary").textContent = count(data.failures.length, "article") + " without a record";
    byId("failures").querySelector("ul").append(...data.failures.map((f) => make("li", {}, `${f.id}: ${f.stage}: ${f.error} (${f.source})`)));
  }
  find();
  follow(null);
  if (!open && articles.length && !location.hash.startsWith("#/") && matchMedia("(min-width: 46.01rem)").matches) {
    history.replaceState(null, "", route(articles[found[0]].id));
    follow(null);
  }
})();
