package io.devicegate.sandbox.logstream;

/** Layout of a webhook's body, by the names of Auth0's Management API. */
public enum WebhookFormat {
  /** One array of events. */
  JSONARRAY,
  /** One event per line. */
  JSONLINES,
  /** One event per request. */
  JSONOBJECT
}
