// A television that has no keyboard: shows a code, waits for the phone, then shows the catalogue.
// Starts again by itself after whatever went wrong. Tokens live in this module's memory, and nowhere else.

import { Schedule, callApi, discover, poll, qrAddress, refresh, requestCode } from "./device-flow.js";

const RESTART_SECONDS = 12;
const MAX_RETRY_SECONDS = 60;

const page = document.querySelector("main");
const { issuer, gateway, clientId, audience, scope } = page.dataset;

let wake = () => {};

async function live() {
  for (;;) {
    try {
      await evening();
    } catch {
      await countdown("tenant", RESTART_SECONDS);
    }
  }
}

/** From a new code to signing out, once. Throws when the tenant does not answer. */
async function evening() {
  show("starting");
  const { endpoints } = await discover(issuer);
  const code = endpoints && (await requestCode(endpoints, { clientId, scope, audience }));
  if (!code?.ok) {
    return countdown("tenant", RESTART_SECONDS);
  }
  offer(code.json);
  const { outcome, tokens } = await wait(endpoints, code.json);
  if (outcome !== "tokens") {
    return countdown(outcome === "failed" ? "expired" : outcome, RESTART_SECONDS);
  }
  await watch(endpoints, tokens);
}

function offer(code) {
  part("code").textContent = code.user_code;
  part("code").setAttribute("aria-label", [...code.user_code].join(" "));
  part("address").textContent = code.verification_uri.replace(/^https?:\/\//, "");
  part("qr").src = qrAddress(code.verification_uri_complete);
  part("left").max = code.expires_in;
  part("slow").hidden = true;
  show("code");
}

/** Polls until the user has answered or the code has run out. */
async function wait(endpoints, code) {
  const schedule = new Schedule(code);
  for (;;) {
    await everySecond(schedule.wait, () => remaining(schedule));
    const answer = await poll(endpoints, { clientId, deviceCode: code.device_code }).catch(() => null);
    const outcome = schedule.after(answer);
    if (!["wait", "slower", "unreachable"].includes(outcome)) {
      return { outcome, tokens: answer?.json };
    }
    part("slow").hidden = outcome === "wait";
  }
}

function remaining(schedule) {
  const seconds = Math.max(0, Math.round((schedule.expiresAt - Date.now()) / 1000));
  part("left").value = seconds;
  part("minutes").textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** Shows the catalogue until somebody signs out. A gateway that is away is asked again, ever more patiently. */
async function watch(endpoints, first) {
  let tokens = first;
  let refreshed = false;
  let patience = 3;
  for (;;) {
    const answer = await callApi(`${gateway}/api/catalogue`, { token: tokens.access_token }).catch(() => null);
    if (answer?.ok) {
      return present(endpoints, tokens, answer.json);
    }
    if (answer?.status === 401 && tokens.refresh_token && !refreshed) {
      refreshed = true;
      const renewed = await refresh(endpoints, { clientId, refreshToken: tokens.refresh_token });
      tokens = { ...tokens, ...(renewed.ok ? renewed.json : {}) };
      continue;
    }
    if (answer && answer.status < 500 && answer.status !== 429) {
      part("why").textContent = answer.json?.detail ?? answer.json?.title ?? String(answer.status);
      return countdown("refused", RESTART_SECONDS);
    }
    await countdown("gateway", patience);
    patience = Math.min(patience * 2, MAX_RETRY_SECONDS);
  }
}

async function present(endpoints, tokens, titles) {
  const user = await callApi(endpoints.userinfo_endpoint, { token: tokens.access_token }).catch(() => null);
  part("name").textContent = user?.json?.name ?? user?.json?.email ?? "";
  part("titles").replaceChildren(...titles.map(poster));
  show("catalogue");
  await new Promise((resolve) => {
    wake = resolve;
  });
}

function poster(title) {
  const item = document.createElement("li");
  item.className = "poster";
  item.dataset.genre = title.genre;
  item.tabIndex = 0;
  item.append(
    element("span", "poster-year", title.year),
    element("strong", "poster-title", title.title),
    element("span", "poster-facts", `${title.minutes} min · ${title.genre}`),
  );
  return item;
}

function element(name, className, content) {
  const created = document.createElement(name);
  created.className = className;
  created.textContent = content;
  return created;
}

/** Shows a state for some seconds, counting down in it. */
async function countdown(state, seconds) {
  show(state);
  const number = page.querySelector(`[data-state="${state}"] [data-part="seconds"]`);
  await everySecond(seconds, (left) => {
    number.textContent = left;
  });
}

async function everySecond(seconds, tell) {
  const end = Date.now() + seconds * 1000;
  for (let left = seconds; left > 0; left = Math.ceil((end - Date.now()) / 1000)) {
    tell(left);
    await new Promise((resolve) => setTimeout(resolve, Math.min(1000, Math.max(0, end - Date.now()))));
  }
}

function show(state) {
  for (const scene of page.querySelectorAll("[data-state]")) {
    scene.hidden = scene.dataset.state !== state;
  }
}

function part(name) {
  return page.querySelector(`[data-part="${name}"]`);
}

page.querySelector("[data-action=sign-out]").addEventListener("click", () => wake());
live();
