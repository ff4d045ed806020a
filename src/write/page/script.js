
"use strict";
/* Lights the boxes of a value and the values of a box, and brings them into view. Without it links
   do the same, one at a time. */
(function () {
  var status = document.getElementById("status");
  var lit = [], pinned = null, timer = 0;
  var calm = matchMedia("(prefers-reduced-motion: reduce)").matches;

  function byNames(names) {
    return (names || "").split(" ").map(function (name) { return name && document.getElementById(name); })
      .filter(Boolean);
  }

  /* The elements a mark in plain text stands for: all its pieces. */
  function pieces(name) {
    return Array.prototype.slice.call(document.querySelectorAll('[data-m~="' + name + '"]'));
  }

  function boxesOf(value) {
    var all = [];
    (value.dataset.b || "").split(" ").forEach(function (name) {
      if (!name) return;
      var box = document.getElementById(name);
      if (box) all.push(box);
      all = all.concat(pieces(name));
    });
    return all;
  }

  function valuesOf(box) {
    return byNames(box.dataset.v);
  }

  function others(element) {
    return element.dataset.b ? boxesOf(element) : valuesOf(element);
  }

  function clear() {
    lit.forEach(function (element) { element.classList.remove("lit"); });
    lit = [];
    status.hidden = true;
  }

  function light(element) {
    clear();
    var first = element.dataset.b ? boxesOf(element) : [element];
    var values = [];
    first.forEach(function (box) { if (box.dataset.v) values = values.concat(valuesOf(box)); });
    lit = first.concat(element.dataset.b ? [element] : values);
    lit.forEach(function (one) { one.classList.add("lit"); });
    var title = element.querySelector && element.querySelector("title");
    var words = element.getAttribute("title") || (title && title.textContent) || "";
    status.textContent = words;
    status.hidden = !words;
  }

  function open(element) {
    for (var at = element.parentElement; at; at = at.parentElement)
      if (at.tagName === "DETAILS") at.open = true;
    if (element.tagName === "DETAILS") element.open = true;
  }

  /* Scrolls a page's pane alone, so that the record stays where it is read. */
  function show(element, at_once) {
    var pane = element.closest(".pages");
    open(element);
    if (!pane || getComputedStyle(pane).overflowY === "visible") {
      var at = element.getBoundingClientRect(), top = upper(element);
      if (at.top < top || at.bottom > innerHeight - 40)
        element.scrollIntoView({block: "center", behavior: calm ? "auto" : "smooth"});
      return;
    }
    var box = element.getBoundingClientRect(), frame = pane.getBoundingClientRect();
    var to = {behavior: calm || at_once ? "auto" : "smooth"};
    if (box.top < frame.top + 10 || box.bottom > frame.bottom - 10)
      to.top = pane.scrollTop + box.top - frame.top - Math.max((frame.height - box.height) / 2, 20);
    if (box.left < frame.left || box.right > frame.right)
      to.left = pane.scrollLeft + box.left - frame.left - 30;
    if (to.top !== undefined || to.left !== undefined) pane.scrollTo(to);
  }

  /* Where what is seen of the record begins: below the pages on a narrow screen. */
  function upper(element) {
    var doc = element.closest(".doc"), pane = doc && doc.querySelector(".pages");
    if (!pane || getComputedStyle(doc).display !== "flex") return 0;
    return Math.max(pane.getBoundingClientRect().bottom, 0);
  }

  function target(event) {
    return event.target.closest && event.target.closest("[data-b],[data-v]");
  }

  function follow(element, wait) {
    clearTimeout(timer);
    timer = setTimeout(function () {
      var there = others(element)[0];
      if (there) show(there);
    }, wait);
  }

  document.addEventListener("mouseover", function (event) {
    var element = target(event);
    if (!element) return;
    light(element);
    if (element.dataset.b && !element.closest(".pages")) follow(element, 250);
  });
  document.addEventListener("mouseout", function (event) {
    if (!target(event)) return;
    clearTimeout(timer);
    clear();
    if (pinned) light(pinned);
  });
  document.addEventListener("focusin", function (event) {
    var element = target(event);
    if (!element || !element.matches(":focus-visible")) return;
    light(element);
    if (element.dataset.b) follow(element, 0);
  });
  document.addEventListener("click", function (event) {
    var element = target(event);
    if (!element || event.ctrlKey || event.metaKey || event.shiftKey) return;
    var there = others(element)[0];
    if (!there) return;
    event.preventDefault();
    pinned = element;
    light(element);
    clearTimeout(timer);
    show(there);
    if (event.detail === 0 && there.focus) there.focus({preventScroll: true});
    var name = element.dataset.b ? element.id : there.id;
    if (name) history.replaceState(null, "", "#" + name);
  });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    pinned = null;
    clear();
  });

  /* An address that ends in #… names a value, a box or an act. */
  function arrive() {
    var element = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!element) return;
    open(element);
    element.scrollIntoView({block: "center"});
    if (!element.dataset.b && !element.dataset.v) return;
    pinned = element;
    light(element);
    var there = others(element)[0];
    if (there) show(there, true);
  }
  addEventListener("hashchange", arrive);
  arrive();

  var tool = document.querySelector(".zoom");
  var zoom = parseFloat(getComputedStyle(document.documentElement).getPropertyValue("--zoom")) || 1;
  tool.hidden = false;
  tool.addEventListener("click", function (event) {
    var step = event.target.dataset.zoom;
    if (!step) return;
    zoom = Math.min(4, Math.max(0.5, zoom * (step > 0 ? 1.25 : 0.8)));
    document.documentElement.style.setProperty("--zoom", zoom);
  });

  var closed = [];
  addEventListener("beforeprint", function () {
    closed = Array.prototype.slice.call(document.querySelectorAll("details:not([open])"));
    closed.forEach(function (one) { one.open = true; });
  });
  addEventListener("afterprint", function () {
    closed.forEach(function (one) { one.open = false; });
  });
})();
