package io.devicegate.rules.login;

import io.devicegate.rules.login.LoginOutcome.Reason;
import io.devicegate.rules.source.Problem;
import io.devicegate.rules.source.RuleCompilationException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One engine with all scripts, and the only thread that touches it.
 *
 * <p>The thread is ours for two reasons: it can be interrupted without disturbing a caller, and its
 * stack is deep enough for any recursion that the engine itself allows. For one caller at a time.
 */
final class Sandbox {

  private static final Logger log = LoggerFactory.getLogger(Sandbox.class);

  private static final String ENGINE_ENDED =
      "an error that ended its engine, such as a recursion that is too deep";
  private static final long STACK_SIZE = 16L * 1024 * 1024;
  private static final Duration START_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration LOAD_TIMEOUT = Duration.ofSeconds(5);

  private final LoginRulesOptions options;
  private final ExecutorService thread;
  private final ScriptEngine engine;
  private volatile boolean broken;

  private Sandbox(List<RuleFile> files, LoginRulesOptions options) {
    this.options = options;
    this.thread = Executors.newSingleThreadExecutor(Sandbox::newThread);
    try {
      this.engine = start(thread, files, options);
    } catch (RuntimeException e) {
      thread.shutdownNow();
      throw e;
    }
  }

  /**
   * Starts a sandbox and loads the scripts.
   *
   * @throws RuleCompilationException with every problem of every file
   */
  static Sandbox open(List<RuleFile> files, LoginRulesOptions options) {
    ScriptNeeds needs = ScriptNeeds.of(files, options);
    List<Problem> problems = new ArrayList<>(needs.problems());
    if (files.stream().allMatch(needs::hasProblemIn)) {
      throw new RuleCompilationException(problems);
    }
    Sandbox sandbox = new Sandbox(files, options);
    for (int i = 0; i < files.size(); i++) {
      if (needs.hasProblemIn(files.get(i))) {
        continue; // it would say the same again, less clearly
      }
      sandbox.load(i, files.get(i)).ifPresent(problems::add);
      if (sandbox.broken) {
        sandbox.stop();
        sandbox = new Sandbox(files, options);
      }
    }
    if (problems.isEmpty()) {
      sandbox.seal();
      return sandbox;
    }
    sandbox.stop();
    throw new RuleCompilationException(problems);
  }

  /** Runs all scripts on one request: a JSON object with {@code user} and {@code context}. */
  Verdict run(String request, Consumer<String> console) {
    try {
      return call(() -> engine.run(request, console), options.timeout());
    } catch (Failure e) {
      return new Verdict.Failed(engine.entered(), e.reason, e.words, 0, 0);
    }
  }

  /** Whether it can take another request. */
  boolean isUsable() {
    return !broken;
  }

  /** Stops the thread, in the middle of a script too. */
  void stop() {
    thread.shutdownNow();
  }

  /** Waits for the thread's end after {@link #stop}; false when it has not come in time. */
  boolean awaitStop(Duration limit) throws InterruptedException {
    return thread.awaitTermination(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  int pages() {
    return engine.pages();
  }

  private Optional<Problem> load(int index, RuleFile file) {
    try {
      return call(() -> engine.load(index, file), LOAD_TIMEOUT);
    } catch (Failure e) {
      return Optional.of(Problem.of(file.name(), "cannot be loaded: " + e.describe(LOAD_TIMEOUT)));
    }
  }

  private void seal() {
    try {
      call(
          () -> {
            engine.seal();
            return true;
          },
          LOAD_TIMEOUT);
    } catch (Failure e) {
      stop();
      throw new IllegalStateException("the script engine failed: " + e.describe(LOAD_TIMEOUT), e);
    }
  }

  private <T> T call(Callable<T> task, Duration limit) throws Failure {
    TimeBudget budget = new TimeBudget(engine.owner(), limit);
    Future<T> result = thread.submit(task);
    try {
      return budget.await(result);
    } catch (TimeoutException e) {
      throw broken(result, Reason.TIMED_OUT, "");
    } catch (ExecutionException e) {
      // Not its message: that may hold what the script printed.
      log.debug("a script ended its engine by {}", causeOf(e));
      throw broken(result, reasonOf(), ENGINE_ENDED);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw broken(result, Reason.BUSY, "");
    }
  }

  private Reason reasonOf() {
    return engine.isFull() ? Reason.OUT_OF_MEMORY : Reason.THREW;
  }

  private static Class<?> causeOf(ExecutionException e) {
    return e.getCause() == null ? e.getClass() : e.getCause().getClass();
  }

  private Failure broken(Future<?> result, Reason reason, String message) {
    broken = true;
    result.cancel(true);
    return new Failure(reason, message);
  }

  private static ScriptEngine start(
      ExecutorService thread, List<RuleFile> files, LoginRulesOptions options) {
    try {
      return thread
          .submit(() -> new ScriptEngine(files, options))
          .get(START_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new IllegalStateException("the script engine did not start", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the script engine started", e);
    }
  }

  private static Thread newThread(Runnable task) {
    Thread thread = new Thread(null, task, "devicegate-login-rules", STACK_SIZE);
    thread.setDaemon(true);
    return thread;
  }

  /** A call that did not come to its end. */
  private static final class Failure extends Exception {

    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final String words;

    Failure(Reason reason, String words) {
      super(words, null, false, false);
      this.reason = reason;
      this.words = words;
    }

    String describe(Duration limit) {
      return switch (reason) {
        case TIMED_OUT -> "it did not finish within " + limit.toMillis() + " ms";
        case OUT_OF_MEMORY -> "it needs more memory than allowed";
        case REFUSED,
            THREW,
            NO_CALLBACK,
            CALLED_BACK_TWICE,
            REDIRECT,
            MULTIFACTOR,
            REVOKED,
            INPUT_TOO_LARGE,
            OUTPUT_TOO_LARGE,
            BUSY ->
            "it threw " + words;
      };
    }
  }
}
