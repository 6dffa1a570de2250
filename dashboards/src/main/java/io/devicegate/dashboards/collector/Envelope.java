package io.devicegate.dashboards.collector;

import tools.jackson.databind.node.ObjectNode;

/**
 * What a cloud's event bus puts around an element of a tenant's log. Its own id and type are not
 * the event's: they name a delivery.
 */
enum Envelope {
  /** Amazon EventBridge, {@code {"detail-type": "Auth0 log", "detail": {"log_id", "data"}}}. */
  EVENT_BRIDGE("detail-type", "detail"),
  /** Azure Event Grid, {@code {"eventType": …, "data": {…}}}, where the data is the event. */
  EVENT_GRID("eventType", "data"),
  /** CloudEvents 1.0, which Event Grid speaks too, {@code {"specversion": "1.0", "data": {…}}}. */
  CLOUD_EVENTS("specversion", "data");

  private final String mark;
  private final String content;

  Envelope(String mark, String content) {
    this.mark = mark;
    this.content = content;
  }

  /** Returns what is inside, or the element itself when it is in none of these. */
  static ObjectNode open(ObjectNode element) {
    for (Envelope envelope : values()) {
      if (element.path(envelope.mark).isString()
          && element.path(envelope.content) instanceof ObjectNode content) {
        return content;
      }
    }
    return element;
  }
}
