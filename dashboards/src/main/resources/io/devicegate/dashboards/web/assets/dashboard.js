// Keeps the first page current: new events by server-sent events, the rest by fetching the page
// again; and reads the charts. Without this script the page is complete, only older.

const MAX_ROWS = 50;
const REFRESH_MS = 10_000;
const SIGNS = { success: "✓", failure: "✕", pending: "…", cancelled: "⊘", information: "i", unknown: "?" };
const FILTERS = ["source", "type", "outcome", "reason", "stage", "client", "user", "session", "ip"];
const NAMED = ["source", "type", "outcome", "reason", "stage"]; // several, with commas between them
const RANGE = ["window", "from", "to"];
const SECTIONS = ["verdict", "funnel", "since", "whom", "why", "changed", "attacks", "todo", "events"];
const CHART_HEIGHT = 140;
const OUTCOMES = { worked: "✓ worked", ofUsers: "⊘ wrong input, ran out, cancelled", failed: "✕ failed" };
const COLORS = { worked: "var(--plot-good)", ofUsers: "var(--plot-wait)", failed: "var(--plot-bad)" };
const SAME = { u: "user", c: "client", i: "ip", s: "session" };

const rows = document.getElementById("rows");
const status = document.getElementById("live");
const pause = document.getElementById("pause");
const asked = new URLSearchParams(location.search);
// By other columns than these the server has to choose; then the list is fetched with the page.
const chosenHere = [...asked.keys()].every((name) => FILTERS.includes(name) || RANGE.includes(name));
const follows = status.dataset.follow === "true";

let readers = [];
let paused = false;
let waiting = [];
let frame = 0;
let stream;

if (follows) {
  stream = new EventSource("/api/v1/stream");
  stream.addEventListener("open", () => say("live"));
  stream.addEventListener("error", () => say("lost"));
  stream.addEventListener("event", (message) => {
    const event = JSON.parse(message.data);
    if (!matches(event)) {
      return;
    }
    waiting.push(event);
    if (waiting.length > MAX_ROWS) {
      waiting.shift();
    }
    if (!paused && !frame) {
      frame = requestAnimationFrame(showWaiting);
    }
  });
  setInterval(refresh, REFRESH_MS);
  pause.hidden = false;
  pause.addEventListener("click", () => {
    paused = !paused;
    pause.textContent = paused ? "Resume" : "Pause";
    pause.setAttribute("aria-pressed", String(paused));
    say(stream.readyState === EventSource.OPEN ? "live" : "lost");
    if (!paused) {
      showWaiting();
      refresh();
    }
  });
} else {
  status.textContent = "A time in the past: not live";
}

document.addEventListener("click", (event) => {
  if (event.target.id === "copy") {
    copy(event.target);
  }
});
document.addEventListener("keydown", onKey);
addEventListener("resize", () => {
  readers.forEach((reader) => reader.setSize({ width: reader.root.parentElement.clientWidth, height: CHART_HEIGHT }));
});
ready();

// A button that only this script can serve is shown only with it.
function ready() {
  document.getElementById("copy").hidden = false;
  readers.filter((reader) => !reader.root.isConnected).forEach((reader) => reader.destroy());
  readers = readers.filter((reader) => reader.root.isConnected);
  document.querySelectorAll(".reader:empty").forEach((place) => readers.push(reader(place)));
}

// Lies over the picture, which the server has drawn: the numbers under the pointer, the same time in
// every chart, and a stretch to look at by dragging.
function reader(place) {
  const { from, step, ...counts } = JSON.parse(place.dataset.series);
  const names = Object.keys(OUTCOMES);
  const times = counts.worked.map((count, bucket) => from + step * (bucket + 0.5));
  const end = from + step * times.length;
  const figure = place.closest("figure");
  figure.classList.add("has-reader");
  return new uPlot({
    width: place.clientWidth,
    height: CHART_HEIGHT,
    padding: [0, 0, 0, 0],
    cursor: { y: false, points: { show: false }, sync: { key: "charts" }, drag: { setScale: false } },
    legend: { mount: (plot, legend) => figure.querySelector("figcaption").append(legend) },
    scales: { x: { range: [from, end] } },
    axes: [{ show: false }, { show: false }],
    series: [
      { label: "UTC", value: (plot, time) => (time === null ? "" : clock(time - step / 2)) },
      ...names.map((name) => ({
        label: OUTCOMES[name],
        fill: COLORS[name],
        paths: () => null,
        points: { show: false },
        value: (plot, count) => count ?? "",
      })),
    ],
    hooks: { setSelect: [(plot) => lookAt(plot, from, step)] },
  }, [times, ...names.map((name) => counts[name])], place);
}

// Whole buckets, so that what was seen in the picture is what the next page is about.
function lookAt(plot, first, step) {
  if (plot.select.width > 0) {
    const bucket = (pixel) => (plot.posToVal(pixel, "x") - first) / step;
    const from = first + step * Math.floor(bucket(plot.select.left));
    const to = first + step * Math.ceil(bucket(plot.select.left + plot.select.width));
    const url = new URL(location.href);
    url.searchParams.delete("window");
    url.searchParams.set("from", iso(from));
    url.searchParams.set("to", iso(to));
    location.href = url;
  }
}

function clock(time) {
  return iso(time).slice(...(Date.now() / 1000 - time < 86_400 ? [11, 16] : [5, 16])).replace("T", " ");
}

function iso(time) {
  return new Date(time * 1000).toISOString();
}

async function copy(button) {
  const text = document.getElementById(button.dataset.from);
  try {
    await navigator.clipboard.writeText(`${text.textContent}\n${location.href}`);
    button.textContent = "Copied";
  } catch {
    // Browsers lend the clipboard only to secure origins; the text can still be selected.
    text.closest("details").open = true;
    getSelection().selectAllChildren(text);
    button.textContent = "Selected: copy it";
  }
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) {
    return;
  }
  const row = event.target.closest("#rows tr");
  if (event.key === "p" && follows) {
    pause.click();
  } else if (event.key >= "1" && event.key <= String(SECTIONS.length)) {
    go(document.getElementById(SECTIONS[event.key - 1]));
  } else if (event.key === "j" || event.key === "k") {
    const next = !row ? rows.rows[0] : event.key === "j" ? row.nextElementSibling : row.previousElementSibling;
    go(next);
  } else if (row && event.key === "Enter" && event.target === row) {
    location.href = row.dataset.url;
  } else if (row && event.key === "d") {
    const name = row.dataset.user || row.dataset.session || row.dataset.ip || row.dataset.client;
    if (name) {
      location.href = `/device?${new URLSearchParams({ key: name })}`;
    }
  } else if (row && SAME[event.key]) {
    same(SAME[event.key], row.dataset[SAME[event.key]]);
  } else {
    return;
  }
  event.preventDefault();
}

function go(element) {
  if (element) {
    element.tabIndex = -1;
    element.focus();
    element.scrollIntoView({ block: element.matches("tr") ? "nearest" : "start" });
  }
}

function same(name, value) {
  if (!value) {
    return;
  }
  const url = new URL(location.href);
  [...url.searchParams.keys()].filter((key) => !RANGE.includes(key)).forEach((key) => url.searchParams.delete(key));
  url.searchParams.set(name, value);
  url.hash = "events";
  location.href = url;
}

function matches(event) {
  return chosenHere && FILTERS.every((name) => {
    const value = asked.get(name);
    return !value || (NAMED.includes(name) ? value.split(/ *, */) : [value]).includes(event[name]);
  });
}

// A status region is read out, so it changes only when the state does.
function say(state) {
  const text = paused ? "Paused" : state === "live" ? "Live" : "Connection lost, trying again";
  if (status.textContent !== text) {
    status.textContent = text;
  }
  status.dataset.state = paused ? "static" : state;
}

function showWaiting() {
  frame = 0;
  const fresh = waiting;
  waiting = [];
  for (const event of fresh) {
    rows.prepend(row(event));
  }
  while (rows.rows.length > MAX_ROWS) {
    // Whoever reads the last row keeps it.
    if (rows.rows[rows.rows.length - 1].contains(document.activeElement)) {
      break;
    }
    rows.deleteRow(-1);
  }
  if (fresh.length) {
    document.getElementById("no-events")?.remove();
  }
}

function row(event) {
  const line = document.createElement("tr");
  line.className = "arrived";
  line.dataset.url = `/event?${new URLSearchParams({ id: event.id, source: event.source })}`;
  for (const name of Object.values(SAME)) {
    line.dataset[name] = event[name] ?? "";
  }
  const time = element("time", event.time.slice(11, 19));
  time.dateTime = event.time;
  const link = element("a", "");
  link.href = line.dataset.url;
  link.append(time);
  line.append(
    cell(link),
    cell(event.source),
    cell(chip(event)),
    cell(words(event), "meaning"),
    cell(event.client ?? "", "id"),
    cell(event.user ?? "", "id"),
    cell(event.ip ?? "", "id"));
  return line;
}

function words(event) {
  const text = event.description ?? event.meaning;
  if (!text) {
    return event.reason ?? "";
  }
  return !event.reason || text.includes(event.reason) ? text : `${text} (${event.reason})`;
}

function chip(event) {
  const chip = element("span", "", `chip ${event.outcome}`);
  const sign = element("span", SIGNS[event.outcome] ?? "?");
  sign.ariaHidden = "true";
  chip.append(sign, " ", element("code", event.type), element("span", ` ${event.outcome}`, "sr"));
  return chip;
}

function cell(content, className) {
  const cell = element("td", "", className);
  cell.append(content);
  return cell;
}

function element(name, text, className) {
  const element = document.createElement(name);
  element.textContent = text;
  if (className) {
    element.className = className;
  }
  return element;
}

async function refresh() {
  if (paused || document.hidden) {
    return;
  }
  try {
    // With this header the server may give the same answer to all viewers of this page.
    const headers = { accept: "text/html", "x-refresh": "true" };
    const answer = await fetch(location.pathname + location.search, { headers });
    if (!answer.ok) {
      return;
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const old of document.querySelectorAll("[data-refresh]")) {
      replace(old, page.getElementById(old.id));
    }
    if (!chosenHere && !rows.contains(document.activeElement)) {
      rows.replaceChildren(...page.getElementById("rows").children);
    }
    document.title = page.title;
    ready();
  } catch {
    // The stream's own state already says that the connection is lost.
  }
}

// What has the keyboard's focus, is open or is dragged over stays as it is, so that nobody loses
// their place.
function replace(old, fresh) {
  if (!fresh || old.matches(":active") || (old.contains(document.activeElement) && old !== document.activeElement)) {
    return;
  }
  if (old.querySelector("details[open]") || old.innerHTML === fresh.innerHTML) {
    return;
  }
  const focused = old === document.activeElement;
  const adopted = document.adoptNode(fresh);
  old.replaceWith(adopted);
  if (focused) {
    adopted.focus({ preventScroll: true });
  }
}
