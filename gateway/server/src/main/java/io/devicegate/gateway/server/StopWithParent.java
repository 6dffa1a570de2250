package io.devicegate.gateway.server;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Ends this process when its parent has ended, however that came about, so that no port stays
 * occupied by a gateway that nobody knows of.
 */
@Component
@ConditionalOnBooleanProperty("devicegate.server.stop-with-parent")
final class StopWithParent implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(StopWithParent.class);

  private volatile boolean running;

  @Override
  public void start() {
    running = true;
    ProcessHandle.current().parent().ifPresentOrElse(this::watch, StopWithParent::exit);
  }

  private void watch(ProcessHandle parent) {
    var unused = parent.onExit().thenRun(this::parentEnded);
  }

  private void parentEnded() {
    if (running) {
      log.info("The process that started the gateway has ended: stopping");
      exit();
    }
  }

  private static void exit() {
    System.exit(0);
  }

  @Override
  public void stop() {
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
