package io.devicegate.gateway.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicegate.gateway.Reason;
import io.devicegate.gateway.RefusedException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SignatureWorkTest {

  private final CountDownLatch gate = new CountDownLatch(1);
  private final SignatureWork work = new SignatureWork(1, 2);

  @AfterEach
  void close() {
    gate.countDown();
    work.close();
  }

  @Test
  void cheapWorkRunsWhereTheCallerIs() {
    assertThat(work.run(true, Thread::currentThread)).isCompletedWithValue(Thread.currentThread());
  }

  @Test
  void dearWorkHasThreadsOfItsOwn() {
    assertThat(work.run(false, () -> Thread.currentThread().getName()).join())
        .startsWith("devicegate-signatures-");
  }

  @Test
  void burstOfCheapWorkLeavesTheCaller() {
    Thread caller = Thread.currentThread();
    SignatureWork roomy = new SignatureWork(1, 100_000);
    List<CompletableFuture<Thread>> ran =
        Stream.generate(() -> roomy.run(true, Thread::currentThread)).limit(10_000).toList();
    assertThat(ran).anyMatch(each -> each.join() != caller);
    roomy.close();
  }

  @Test
  void refusesWhatDoesNotFit() {
    Supplier<Boolean> waiting = () -> passes(gate);
    List<CompletableFuture<Boolean>> accepted =
        Stream.generate(() -> work.run(false, waiting)).limit(3).toList();

    assertThatThrownBy(() -> work.run(false, waiting).join())
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.reason()).isEqualTo(Reason.OVERLOADED));

    gate.countDown();
    assertThat(accepted).allMatch(CompletableFuture::join);
  }

  private static boolean passes(CountDownLatch gate) {
    try {
      gate.await();
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }
}
