package io.devicegate.gateway.token;

/**
 * Hears what happens to the keys of an issuer, one event at a time, on the thread that fetched;
 * must not block.
 */
@FunctionalInterface
public interface JwksListener {

  void on(JwksEvent event);
}
