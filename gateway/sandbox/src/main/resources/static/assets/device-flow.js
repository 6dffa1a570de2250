// The device's half of the OAuth 2.0 Device Authorization Grant (RFC 8628), as the sample pages use it.
// Keeps nothing: whoever calls holds the answers, in memory.

const DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code";
const ANSWER_TIMEOUT = 15_000;
const SLOW_DOWN_SECONDS = 5;
const MAX_WAIT_SECONDS = 60;

/** Sends a request and reads the whole answer. Throws a TypeError or a DOMException when nothing answered. */
export async function exchange({ method = "GET", url, headers = {}, body }) {
  const request = { method, url, headers, body };
  const response = await fetch(url, {
    method,
    headers,
    body,
    cache: "no-store",
    credentials: "omit",
    redirect: "error",
    signal: AbortSignal.timeout(ANSWER_TIMEOUT),
  });
  const text = await response.text();
  return {
    request,
    status: response.status,
    statusText: response.statusText,
    ok: response.ok,
    headers: [...response.headers],
    text,
    json: parse(text),
  };
}

/** The tenant's endpoints. The issuer must name itself exactly (OpenID Connect Discovery 4.3). */
export async function discover(issuer) {
  const answer = await exchange({ url: `${issuer}.well-known/openid-configuration` });
  const ours = answer.json?.issuer === issuer;
  return { answer, endpoints: answer.ok && ours ? answer.json : null };
}

/** Asks for a device code and a user code (RFC 8628, section 3.1). */
export function requestCode(endpoints, { clientId, scope, audience }) {
  return post(endpoints.device_authorization_endpoint, { client_id: clientId, scope, audience });
}

/** Asks once whether the user has answered (section 3.4). */
export function poll(endpoints, { clientId, deviceCode }) {
  return post(endpoints.token_endpoint, {
    grant_type: DEVICE_GRANT,
    device_code: deviceCode,
    client_id: clientId,
  });
}

/** Trades a refresh token for new tokens (RFC 6749, section 6). */
export function refresh(endpoints, { clientId, refreshToken }) {
  return post(endpoints.token_endpoint, {
    grant_type: "refresh_token",
    refresh_token: refreshToken,
    client_id: clientId,
  });
}

/** Calls an API with a bearer token; without one when the token is null. */
export function callApi(url, { token, method = "GET", json }) {
  const headers = { Accept: "application/json" };
  if (token) {
    headers.Authorization = `Bearer ${token}`;
  }
  if (json !== undefined) {
    headers["Content-Type"] = "application/json";
  }
  return exchange({ method, url, headers, body: json === undefined ? undefined : JSON.stringify(json) });
}

/**
 * What a polling device does next, and how many seconds it waits before (section 3.5). Each slow_down adds five for
 * good; while nothing answers, the wait doubles each time, up to a minute. Feed it every answer, or null when nothing
 * answered. Outcomes: tokens, wait, slower, unreachable, denied, expired, failed.
 */
export class Schedule {
  constructor({ interval = 5, expires_in: lifetime = 900 }, now = Date.now()) {
    this.interval = interval;
    this.wait = interval;
    this.expiresAt = now + lifetime * 1000;
  }

  after(answer, now = Date.now()) {
    const outcome = this.#outcome(answer);
    if (outcome === "slower") {
      this.interval += SLOW_DOWN_SECONDS;
    }
    this.wait =
      outcome === "unreachable"
        ? Math.min(this.wait * 2, Math.max(this.interval, MAX_WAIT_SECONDS))
        : this.interval;
    const goesOn = ["wait", "slower", "unreachable"].includes(outcome);
    return goesOn && now + this.wait * 1000 >= this.expiresAt ? "expired" : outcome;
  }

  #outcome(answer) {
    if (answer === null || answer.status >= 500) {
      return "unreachable";
    }
    if (answer.ok && answer.json?.access_token) {
      return "tokens";
    }
    switch (answer.json?.error) {
      case "authorization_pending":
        return "wait";
      case "slow_down":
      case "too_many_requests":
        return "slower";
      case "access_denied":
        return "denied";
      case "expired_token":
        return "expired";
      default:
        return "failed";
    }
  }
}

/** Header and claims of a JWT, not verified: for showing only. Null when it is no JWT. */
export function decode(token) {
  const parts = token.split(".");
  return parts.length === 3 ? { header: part(parts[0]), claims: part(parts[1]) } : null;
}

/** The address of the QR code image of an activation URL. */
export function qrAddress(text) {
  return `/qr.svg?${new URLSearchParams({ text })}`;
}

function post(url, fields) {
  return exchange({
    method: "POST",
    url,
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams(fields).toString(),
  });
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function part(base64url) {
  const binary = atob(base64url.replaceAll("-", "+").replaceAll("_", "/"));
  return parse(new TextDecoder().decode(Uint8Array.from(binary, (c) => c.charCodeAt(0))));
}
