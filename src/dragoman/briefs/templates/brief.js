(function () {
  "use strict";
  var wide = window.matchMedia("(min-width: 68rem)");
  var calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  var first = true; // the page opens where its address points, without a ride
  var rests = document.getElementById("rests");
  var all = function (query, root) { return Array.prototype.slice.call((root || document).querySelectorAll(query)); };
  var has = function (name, id) { return all("[" + name + '~="' + CSS.escape(id) + '"]'); };
  var lines = all(".line[data-line]");

  function clear() {
    all(".on").forEach(function (e) { e.classList.remove("on"); });
    all(".chosen").forEach(function (e) { e.classList.remove("chosen"); });
    all(".inline").forEach(function (e) { e.remove(); });
    all('[aria-current="true"]').forEach(function (e) { e.removeAttribute("aria-current"); });
    rests.hidden = true;
    rests.textContent = "";
  }
  function openAround(element) {
    for (var e = element.parentElement; e; e = e.parentElement) { if (e.tagName === "DETAILS") { e.open = true; } }
  }
  function into(element, block) {
    element.scrollIntoView({ block: block, behavior: first || calm.matches ? "instant" : "smooth" });
  }
  function scrollPane(sentence) {
    var pane = sentence.closest(".text");
    var top = sentence.getBoundingClientRect().top - pane.getBoundingClientRect().top;
    pane.scrollTo({ top: pane.scrollTop + top - pane.clientHeight * 0.3, behavior: first || calm.matches ? "instant" : "smooth" });
  }
  function reveal(sentences) {
    var reports = all(".report");
    var carry = sentences.map(function (s) { return s.closest(".report"); });
    reports.forEach(function (r) { r.classList.toggle("quiet", reports.length > 2 && carry.length > 0 && carry.indexOf(r) < 0); });
    if (!wide.matches) { return; }
    reports.forEach(function (r) {
      var at = carry.indexOf(r);
      if (at >= 0) { scrollPane(sentences[at]); }
    });
  }
  function inline(line, sentences) {
    if (wide.matches || !sentences.length) { return; }
    var box = document.createElement("div");
    box.className = "inline";
    sentences.slice(0, 6).forEach(function (s) {
      var p = document.createElement("p");
      var letter = document.createElement("a");
      letter.className = "ref";
      letter.href = "#" + s.id;
      letter.textContent = s.id.toUpperCase();
      var copy = s.cloneNode(true);
      copy.removeAttribute("id");
      p.append(letter, " ", copy);
      box.append(p);
    });
    (line.querySelector(":scope > .body") || line).append(box);
  }
  function choose(id, from, scroll) {
    var line = document.getElementById(id);
    if (!line) { return; }
    clear();
    var sentences = has("data-l", id);
    sentences.forEach(function (s) { s.classList.add("on"); });
    has("data-w", id).forEach(function (w) { w.classList.add("on"); });
    line.classList.add("chosen");
    all('a[href="#' + CSS.escape(id) + '"]', line).forEach(function (a) { a.setAttribute("aria-current", "true"); });
    if (from && from !== line) { from.classList.add("chosen"); }
    openAround(line);
    inline(from && from !== line ? from.closest("li") : line, sentences);
    reveal(sentences);
    if (scroll) { into(line, "center"); }
  }
  function sentence(id, scroll) {
    var s = document.getElementById(id);
    if (!s) { return; }
    clear();
    s.classList.add("on");
    var ids = (s.dataset.l || "").split(" ").filter(Boolean);
    all(".w", s).forEach(function (w) { w.classList.add("on"); });
    ids.forEach(function (i) { var l = document.getElementById(i); if (l) { l.classList.add("chosen"); } });
    all('.ref[href="#' + CSS.escape(id) + '"]').forEach(function (a) { a.classList.add("chosen"); });
    if (wide.matches) { s.closest(".report").classList.remove("quiet"); scrollPane(s); } else if (scroll) { into(s, "center"); }
    tell(s, ids);
  }
  function tell(s, ids) {
    var head = document.createElement("p");
    var text = document.createElement("b");
    var close = document.createElement("button");
    var list = document.createElement("ul");
    text.textContent = (ids.length === 1 ? "1 line rests" : ids.length + " lines rest") + " on " + s.id.toUpperCase();
    close.type = "button";
    close.textContent = "Close";
    close.addEventListener("click", function () { clear(); s.querySelector(".n").focus(); });
    head.append(text, close);
    ids.forEach(function (i) {
      var line = document.getElementById(i);
      var open = line && line.querySelector(".open");
      if (!open) { return; }
      var item = document.createElement("li");
      var link = document.createElement("a");
      link.href = "#" + i;
      var part = line.closest(".part");
      var speaker = line.closest(".speaker");
      var words = line.querySelector(".words");
      link.textContent = (speaker && words ? speaker.querySelector("bdi").textContent + ": " : "") + open.textContent;
      var where = document.createElement("span");
      where.className = "meta";
      where.textContent = part ? " " + part.querySelector("h2").textContent : "";
      item.append(link, where);
      list.append(item);
    });
    rests.replaceChildren(head, list);
    rests.hidden = false;
  }
  function go(hash, from, scroll) {
    var id = decodeURIComponent(hash.slice(1));
    var target = id && document.getElementById(id);
    if (!target) { return false; }
    if (target.classList.contains("line")) { choose(id, from, scroll); return true; }
    if (target.classList.contains("s")) { sentence(id, scroll); return true; }
    return false;
  }

  document.addEventListener("click", function (event) {
    if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) { return; }
    var link = event.target.closest("a[href], a");
    var href = link && (link.getAttribute("href") || link.getAttribute("xlink:href"));
    if (href && href.charAt(0) === "#") {
      var inBrief = link.closest(".line, .part");
      var away = !inBrief || link.closest("svg") || link.closest(".rests");
      if (go(href, inBrief && !link.closest("svg") ? (link.classList.contains("again") ? link : link.closest(".line")) : null, away || !wide.matches && !link.matches(".open, .again"))) {
        event.preventDefault();
        history.pushState(null, "", href);
      }
      return;
    }
    var head = event.target.closest(".report.quiet > header");
    if (head) { head.parentNode.classList.remove("quiet"); return; }
    var s = event.target.closest(".text .s.has");
    if (s && !String(window.getSelection())) { sentence(s.id, false); history.pushState(null, "", "#" + s.id); }
  });
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") { clear(); history.replaceState(null, "", location.pathname + location.search); return; }
    if (event.altKey || event.ctrlKey || event.metaKey) { return; }
    var step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key];
    var line = document.activeElement && document.activeElement.closest(".line");
    if (!step || !line) { return; }
    var shown = lines.filter(function (l) { return l.offsetParent !== null; });
    var next = shown[shown.indexOf(line) + step];
    var open = next && next.querySelector(".open");
    if (open) {
      event.preventDefault();
      open.focus({ preventScroll: true });
      into(next, "nearest");
      choose(next.id, null, false);
      history.replaceState(null, "", "#" + next.id);
    }
  });
  window.addEventListener("popstate", function () { if (!go(location.hash, null, true)) { clear(); } });
  window.addEventListener("beforeprint", function () { all("details:not(.same)").forEach(function (d) { if (!d.open) { d.open = true; d.dataset.shut = ""; } }); });
  window.addEventListener("afterprint", function () { all("details[data-shut]").forEach(function (d) { d.open = false; delete d.dataset.shut; }); });
  if (location.hash) { go(location.hash, null, true); }
  first = false;
})();
