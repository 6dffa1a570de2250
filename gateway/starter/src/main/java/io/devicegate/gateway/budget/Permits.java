package io.devicegate.gateway.budget;

import java.util.concurrent.atomic.AtomicBoolean;

/** What a running request holds: a place at its client's account and one at its subject's. */
final class Permits {

  private final Account client;
  private final Account subject;
  private final AtomicBoolean released = new AtomicBoolean();

  Permits(Account client, Account subject) {
    this.client = client;
    this.subject = subject;
  }

  void release() {
    if (released.compareAndSet(false, true)) {
      subject.leave();
      client.leave();
    }
  }
}
