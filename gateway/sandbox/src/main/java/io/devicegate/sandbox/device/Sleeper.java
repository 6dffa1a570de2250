package io.devicegate.sandbox.device;

import java.time.Duration;

/** Waits. A test passes one that moves its clock instead. */
@FunctionalInterface
interface Sleeper {

  void sleep(Duration duration) throws InterruptedException;
}
