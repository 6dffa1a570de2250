// The playground: one device, seven steps, every request and answer in full but for the secrets in them.

import { Schedule, callApi, decode, discover, poll, qrAddress, refresh, requestCode } from "./device-flow.js";

const SECRETS = ["access_token", "refresh_token", "id_token", "device_code"];
const SHOWN = 12;
const MAX_POLLS_SHOWN = 30;

const page = document.querySelector("main");
const { issuer, gateway, clientId, audience, scope } = page.dataset;

const state = { endpoints: null, code: null, schedule: null, tokens: null, polls: 0 };
let run = 0; // grows with every start over, so that an answer to an old run is dropped
let nextPoll = null;
let ticking = null;

// Step 1

on("discover", async () => {
  const { answer, endpoints } = await discover(issuer);
  show("1", answer);
  state.endpoints = endpoints;
  if (!endpoints) {
    return fail("1", page.dataset.textIssuer);
  }
  done("1");
});

// Step 2

on("request", async () => {
  const answer = await requestCode(state.endpoints, { clientId, scope, audience });
  show("2", answer);
  if (!answer.ok) {
    return fail("2", page.dataset.textRefused);
  }
  stopPolling();
  state.code = answer.json;
  state.schedule = new Schedule(answer.json);
  state.polls = 0;
  part("polls").replaceChildren();
  part("code").textContent = answer.json.user_code;
  part("code").setAttribute("aria-label", [...answer.json.user_code].join(" "));
  part("qr").src = qrAddress(answer.json.verification_uri_complete);
  part("activate").href = answer.json.verification_uri_complete;
  part("address").textContent = answer.json.verification_uri;
  part("screen").hidden = false;
  done("2");
  done("3");
  tick();
});

// Step 4

on("poll", () => startPolling());
on("poll-early", () => pollOnce());

function startPolling() {
  button("poll").disabled = true;
  nextPoll = Date.now();
  tick();
}

function stopPolling() {
  nextPoll = null;
  clearTimeout(ticking);
  part("countdown").textContent = "";
}

/** Once a second: show the countdown, and poll when it is time. */
function tick() {
  clearTimeout(ticking);
  const now = Date.now();
  const left = Math.max(0, Math.ceil((state.schedule.expiresAt - now) / 1000));
  const wait = nextPoll === null ? null : Math.max(0, Math.ceil((nextPoll - now) / 1000));
  part("countdown").textContent = [
    wait === null ? null : text("textNext", wait),
    text("textExpires", `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`),
  ]
    .filter(Boolean)
    .join(" · ");
  if (wait === 0) {
    nextPoll = null;
    pollOnce(true);
  }
  ticking = setTimeout(tick, 500);
}

async function pollOnce(scheduled = false) {
  const thisRun = run;
  const thisCode = state.code;
  const answer = await poll(state.endpoints, { clientId, deviceCode: thisCode.device_code }).catch(() => null);
  if (thisRun !== run || thisCode !== state.code) {
    return;
  }
  const outcome = state.schedule.after(answer);
  note(answer, outcome);
  if (answer) {
    show("4", answer);
  }
  if (!["wait", "slower", "unreachable"].includes(outcome)) {
    stopPolling();
    button("poll").disabled = true;
    button("poll-early").disabled = true;
    if (outcome === "tokens") {
      done("4");
      receive(answer.json);
      return done("5");
    }
    return fail("4", page.dataset[`text${outcome[0].toUpperCase()}${outcome.slice(1)}`]);
  }
  // The wait begins when the answer is here. A poll made by hand moves the next one too.
  if (scheduled || nextPoll !== null) {
    nextPoll = Date.now() + state.schedule.wait * 1000;
  }
}

/** Adds a line to the list of polls. */
function note(answer, outcome) {
  state.polls += 1;
  const line = document.createElement("li");
  const code = answer ? `${answer.status} ${answer.json?.error ?? answer.statusText}` : page.dataset.textUnreachable;
  line.textContent = `#${state.polls}  ${new Date().toLocaleTimeString(document.documentElement.lang)}  ${code}`;
  line.dataset.outcome = outcome;
  if (outcome === "slower") {
    line.append(` → ${text("textInterval", state.schedule.interval)}`);
  }
  const list = part("polls");
  list.prepend(line);
  while (list.childElementCount > MAX_POLLS_SHOWN) {
    list.lastElementChild.remove();
  }
}

// Steps 5 to 7

function receive(tokens) {
  state.tokens = { ...state.tokens, ...tokens };
  const decoded = decode(state.tokens.access_token);
  part("header").textContent = decoded ? pretty(decoded.header) : page.dataset.textOpaque;
  part("claims").textContent = decoded ? pretty(decoded.claims) : page.dataset.textOpaque;
  part("tokens").hidden = false;
}

on("copy", async () => {
  await navigator.clipboard.writeText(state.tokens.access_token);
  part("copied").textContent = page.dataset.textCopied;
});

on("call", async () => {
  const [method, path] = part("resource").value.split(" ");
  const token = part("with-token").checked ? state.tokens.access_token : null;
  const json = method === "POST" ? { item: "metropolis" } : undefined;
  const answer = await callApi(gateway + path, { token, method, json });
  show("6", answer);
  done("6");
});

on("refresh", async () => {
  if (!state.tokens.refresh_token) {
    return fail("7", page.dataset.textNoRefresh);
  }
  const answer = await refresh(state.endpoints, { clientId, refreshToken: state.tokens.refresh_token });
  show("7", answer);
  if (!answer.ok) {
    return fail("7", page.dataset.textRefused);
  }
  receive(answer.json);
  done("7");
});

on("again", () => {
  run += 1;
  stopPolling();
  location.reload();
});

// The page's parts

function on(action, listener) {
  button(action).addEventListener("click", async () => {
    const step = button(action).closest("[data-step]")?.dataset.step;
    if (step) {
      fail(step, "");
    }
    try {
      await listener();
    } catch (problem) {
      // Nothing answered, or the browser forbade the call: it does not say which.
      fail(step, `${page.dataset.textUnreachable} (${problem.message})`);
    }
  });
}

function button(action) {
  return page.querySelector(`[data-action="${action}"]`);
}

function part(name) {
  return page.querySelector(`[data-part="${name}"]`);
}

function section(step) {
  return page.querySelector(`[data-step="${step}"]`);
}

/** Marks a step as done and opens the next one. */
function done(step) {
  section(step).dataset.state = "done";
  page.querySelector(`[data-mark="${step}"]`).dataset.state = "done";
  section(String(Number(step) + 1))
    ?.querySelectorAll("button, select, input")
    .forEach((control) => {
      control.disabled = false;
    });
}

/** Says under a step what went wrong; an empty text takes it back. */
function fail(step, message) {
  const problem = section(step).querySelector("[role=alert]");
  problem.textContent = message;
  problem.hidden = message === "";
}

function show(step, answer) {
  const { request } = answer;
  const sent = [`${request.method} ${request.url}`, ...Object.entries(request.headers).map(([n, v]) => `${n}: ${v}`)];
  const got = [`${answer.status} ${answer.statusText}`, ...answer.headers.map(([n, v]) => `${n}: ${v}`)];
  const wire = section(step).querySelector(".wire");
  wire.hidden = false;
  wire.querySelector("[data-wire=request]").textContent = shorten([...sent, "", request.body ?? ""].join("\n").trim());
  wire.querySelector("[data-wire=answer]").textContent = shorten([...got, "", answer.text].join("\n").trim());
  wire.dataset.outcome = answer.ok ? "ok" : "refused";
}

/** Cuts every secret to its first characters. */
function shorten(message) {
  let short = message.replace(new RegExp(`(Bearer .{${SHOWN}})\\S+`, "g"), "$1…");
  for (const name of SECRETS) {
    short = short
      .replace(new RegExp(`("${name}"\\s*:\\s*"[^"]{${SHOWN}})[^"]+`, "g"), "$1…")
      .replace(new RegExp(`(\\b${name}=[^&]{${SHOWN}})[^&\\s]+`, "g"), "$1…");
  }
  return short;
}

function pretty(value) {
  return JSON.stringify(value, null, 2);
}

/** A text of the page with its {0} filled in. */
function text(name, value) {
  return page.dataset[name].replace("{0}", value);
}

// The tenant answers browsers of its own origin only.
if (new URL(issuer).origin !== location.origin) {
  part("elsewhere").hidden = false;
}
button("discover").disabled = false;
