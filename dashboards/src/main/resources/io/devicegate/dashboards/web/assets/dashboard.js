// Keeps the first page current: new events by server-sent events, the rest by fetching the page
// again. Without this script the page is complete, only older.

const MAX_ROWS = 50;
const REFRESH_MS = 10_000;
const SIGNS = { success: "✓", failure: "✕", pending: "…", cancelled: "⊘", information: "i", unknown: "?" };

const rows = document.getElementById("events");
const status = document.getElementById("live");
const pause = document.getElementById("pause");

let paused = false;
let waiting = [];
let frame = 0;

const stream = new EventSource("/api/v1/stream");
stream.addEventListener("open", () => say("live"));
stream.addEventListener("error", () => say("lost"));
stream.addEventListener("event", (message) => {
  waiting.push(JSON.parse(message.data));
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
    rows.deleteRow(-1);
  }
  if (fresh.length) {
    document.getElementById("no-events")?.remove();
  }
}

function row(event) {
  const line = document.createElement("tr");
  line.className = "arrived";
  const time = element("time", event.time.slice(11, 19));
  time.dateTime = event.time;
  line.append(
    cell(time),
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
    const answer = await fetch("/", { headers: { accept: "text/html" } });
    if (!answer.ok) {
      return;
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const old of document.querySelectorAll("[data-refresh]")) {
      const fresh = page.getElementById(old.id);
      // What has the keyboard's focus stays as it is, so that nobody loses their place.
      if (fresh && !old.contains(document.activeElement)) {
        old.replaceWith(document.adoptNode(fresh));
      }
    }
  } catch {
    // The stream's own state already says that the connection is lost.
  }
}
