// The HTTP clients that published rules use, as far as they use them. The host sends; it reaches allowed origins only,
// and answers at once, so that a promise is settled when it is handed out.
const { Buffer } = require('buffer');

function exchange({ method = 'GET', url, headers = {}, body }) {
  const sent = body === undefined || body === null ? null : Buffer.from(body).toString('utf8');
  const answer = JSON.parse(
    host('http', JSON.stringify({ method: String(method).toUpperCase(), url: String(url), headers, body: sent })),
  );
  if (answer.error === null) return answer;
  throw Object.assign(new Error(answer.error), { code: answer.code, name: 'Error' });
}

const promised = (program) => new Promise((resolve) => resolve(program()));

function headersOf(headers) {
  const plain = {};
  if (headers === undefined || headers === null) return plain;
  const entries = typeof headers.forEach === 'function' && !Array.isArray(headers) ? [] : Object.entries(headers);
  if (Array.isArray(headers)) for (const [name, value] of headers) plain[name] = String(value);
  else if (entries.length === 0 && typeof headers.forEach === 'function') headers.forEach((value, name) => (plain[name] = String(value)));
  for (const [name, value] of entries) if (value !== undefined && value !== null) plain[name] = String(value);
  return plain;
}

const has = (headers, name) => Object.keys(headers).some((other) => other.toLowerCase() === name);

function queryOf(values) {
  const pairs = [];
  for (const [name, value] of Object.entries(values ?? {})) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null) pairs.push(`${encodeURIComponent(name)}=${encodeURIComponent(one)}`);
    }
  }
  return pairs.join('&');
}

function withQuery(url, query) {
  if (query === '') return url;
  return url + (url.includes('?') ? '&' : '?') + query;
}

const basic = (user, password) => `Basic ${Buffer.from(`${user ?? ''}:${password ?? ''}`).toString('base64')}`;
const isForm = (value) => typeof value === 'object' && value !== null && typeof value.append === 'function';

// fetch ---------------------------------------------------------------------------------------------------------------

class Headers {
  constructor(values) {
    this._values = values;
  }
  get(name) {
    return this._values[String(name).toLowerCase()] ?? null;
  }
  has(name) {
    return this.get(name) !== null;
  }
  forEach(callback) {
    for (const name of Object.keys(this._values)) callback(this._values[name], name, this);
  }
  entries() {
    return Object.entries(this._values)[Symbol.iterator]();
  }
  [Symbol.iterator]() {
    return this.entries();
  }
}

function fetch(resource, options = {}) {
  return promised(() => {
    const headers = headersOf(options.headers);
    let { body } = options;
    if (isForm(body)) {
      body = String(body);
      if (!has(headers, 'content-type')) headers['content-type'] = 'application/x-www-form-urlencoded;charset=UTF-8';
    }
    const answer = exchange({ method: options.method, url: resource.href ?? resource, headers, body });
    return {
      ok: answer.status >= 200 && answer.status < 300,
      status: answer.status,
      statusText: '',
      url: answer.url,
      redirected: answer.redirected,
      headers: new Headers(answer.headers),
      text: async () => answer.body,
      json: async () => JSON.parse(answer.body),
      arrayBuffer: async () => Buffer.from(answer.body).buffer,
      buffer: async () => Buffer.from(answer.body),
    };
  });
}

// axios ---------------------------------------------------------------------------------------------------------------

function axiosWith(defaults) {
  const merged = (config) => ({ ...defaults, ...config, headers: { ...defaults.headers, ...config.headers } });
  const send = (config) => promised(() => axiosExchange(merged(config)));
  const axios = (url, config) => send(typeof url === 'string' ? { ...config, url } : url);
  for (const method of ['get', 'delete', 'head', 'options']) {
    axios[method] = (url, config) => send({ ...config, url, method });
  }
  for (const method of ['post', 'put', 'patch']) {
    axios[method] = (url, data, config) => send({ ...config, url, data, method });
  }
  axios.request = send;
  axios.create = (config) => axiosWith(merged(config ?? {}));
  axios.isAxiosError = (error) => error?.isAxiosError === true;
  axios.defaults = defaults;
  axios.default = axios;
  return axios;
}

function axiosExchange(config) {
  const headers = headersOf(config.headers);
  let body = config.data;
  if (isForm(body)) {
    body = String(body);
    if (!has(headers, 'content-type')) headers['Content-Type'] = 'application/x-www-form-urlencoded;charset=utf-8';
  } else if (typeof body === 'object' && body !== null && !ArrayBuffer.isView(body)) {
    body = JSON.stringify(body);
    if (!has(headers, 'content-type')) headers['Content-Type'] = 'application/json;charset=utf-8';
  } else if (typeof body === 'string' && !has(headers, 'content-type')) {
    headers['Content-Type'] = 'application/x-www-form-urlencoded';
  }
  if (!has(headers, 'accept')) headers.Accept = 'application/json, text/plain, */*';
  if (config.auth) headers.Authorization = basic(config.auth.username, config.auth.password);
  const base = /^https?:/i.test(config.url ?? '') ? '' : (config.baseURL ?? '').replace(/\/+$/, '');
  const path = config.url ?? '';
  const url = base === '' ? path : path === '' ? base : `${base}/${path.replace(/^\/+/, '')}`;
  const query = isForm(config.params) ? String(config.params) : queryOf(config.params);
  const answer = exchange({ method: config.method, url: withQuery(url, query), headers, body });
  const response = { data: answer.body, status: answer.status, statusText: '', headers: answer.headers, config };
  if (config.responseType !== 'text') {
    try {
      response.data = JSON.parse(answer.body);
    } catch {
      // As axios does, what is not JSON stays a text.
    }
  }
  const accepted = config.validateStatus === undefined ? (status) => status >= 200 && status < 300 : config.validateStatus;
  if (!accepted || accepted(answer.status)) return response;
  const error = new Error(`Request failed with status code ${answer.status}`);
  throw Object.assign(error, { isAxiosError: true, response, config, code: 'ERR_BAD_RESPONSE' });
}

// request -------------------------------------------------------------------------------------------------------------

function requestOptions(first, second, defaults, method) {
  const options = typeof first === 'string' || first?.href !== undefined ? { ...second, url: first } : { ...first };
  const headers = { ...defaults.headers, ...options.headers };
  return { ...defaults, ...options, headers, method: method ?? options.method ?? defaults.method };
}

function requestExchange(options) {
  const headers = headersOf(options.headers);
  let { body } = options;
  if (options.form !== undefined) {
    body = typeof options.form === 'string' ? options.form : queryOf(options.form);
    if (!has(headers, 'content-type')) headers['content-type'] = 'application/x-www-form-urlencoded';
  }
  if (options.json !== undefined && options.json !== false) {
    if (typeof options.json === 'object') body = JSON.stringify(options.json);
    else if (body !== undefined && typeof body !== 'string') body = JSON.stringify(body);
    if (body !== undefined && !has(headers, 'content-type')) headers['content-type'] = 'application/json';
    if (!has(headers, 'accept')) headers.accept = 'application/json';
  }
  if (options.auth) {
    const { bearer, user, username, pass, password } = options.auth;
    headers.authorization = bearer === undefined ? basic(user ?? username, pass ?? password) : `Bearer ${bearer}`;
  }
  const address = options.url ?? options.uri;
  const url = (options.baseUrl ?? '') + String(address?.href ?? address);
  const answer = exchange({ method: options.method, url: withQuery(url, queryOf(options.qs)), headers, body });
  let parsed = answer.body;
  if (options.json) {
    try {
      parsed = JSON.parse(answer.body);
    } catch {
      // As request does, what is not JSON stays a text.
    }
  }
  return { statusCode: answer.status, headers: answer.headers, body: parsed };
}

function requestWith(defaults, send) {
  const withMethod = (method) => (first, second, third) => {
    const callback = [first, second, third].find((value) => typeof value === 'function');
    return send(requestOptions(first, typeof second === 'function' ? {} : second, defaults, method), callback);
  };
  const request = withMethod(undefined);
  for (const method of ['get', 'post', 'put', 'patch', 'head', 'options', 'delete']) {
    request[method] = withMethod(method);
  }
  request.del = request.delete;
  request.defaults = (more) => requestWith({ ...defaults, ...more }, send);
  return request;
}

function sendWithCallback(options, callback) {
  promised(() => requestExchange(options)).then(
    (response) => callback?.(null, response, response.body),
    (error) => callback?.(error),
  );
}

function sendWithPromise(options) {
  return promised(() => {
    const response = requestExchange(options);
    if (options.simple !== false && (response.statusCode < 200 || response.statusCode > 299)) {
      const error = new Error(`${response.statusCode} - ${JSON.stringify(response.body)}`);
      throw Object.assign(error, { name: 'StatusCodeError', statusCode: response.statusCode, response });
    }
    return options.resolveWithFullResponse ? response : response.body;
  });
}

module.exports = {
  fetch: Object.assign(fetch, { default: fetch, Headers }),
  axios: axiosWith({}),
  request: requestWith({}, sendWithCallback),
  requestPromise: requestWith({}, sendWithPromise),
};
