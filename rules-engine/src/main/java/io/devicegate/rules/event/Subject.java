package io.devicegate.rules.event;

import org.jspecify.annotations.Nullable;

/**
 * Whom an {@link Event} is about. A part that the source did not state is null, never empty.
 *
 * @param client the OAuth client id; on a failure it may name no client that exists
 * @param user the user id, such as {@code auth0|5f7c8ec7c33c6c004bbafe82}
 * @param session the id of the tenant's browser session
 * @param ip the address as the source wrote it, IPv4 or IPv6; may be masked
 */
public record Subject(
    @Nullable String client, @Nullable String user, @Nullable String session, @Nullable String ip) {

  public Subject {
    client = emptyToNull(client);
    user = emptyToNull(user);
    session = emptyToNull(session);
    ip = emptyToNull(ip);
  }

  private static @Nullable String emptyToNull(@Nullable String value) {
    return value == null || value.isEmpty() ? null : value;
  }
}
