package io.devicegate.gateway.budget;

import static java.util.Objects.requireNonNull;

import io.devicegate.gateway.budget.BudgetResult.Budget;
import io.devicegate.gateway.budget.BudgetResult.Exhausted;
import io.devicegate.gateway.budget.BudgetResult.Granted;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The budgets of one route, in this process: several gateways grant each their own.
 *
 * <p>A refused request takes nothing from any budget, except that its subject may count among those
 * its client was seen with. Safe for use by many threads; never blocks. Memory is bounded by {@link
 * BudgetSettings#maxKeys}.
 */
public final class Budgets {

  private static final int MAX_KEY_LENGTH = 128;
  private static final Duration A_MOMENT = Duration.ofSeconds(1);

  private final LongSupplier nanos;
  private final Accounts<String> clients;
  private final Accounts<Subject> subjects;

  /**
   * Creates the budgets.
   *
   * @param nanos nanoseconds of a clock that only moves forward, as {@link System#nanoTime}
   */
  public Budgets(BudgetSettings settings, LongSupplier nanos) {
    this.nanos = requireNonNull(nanos, "nanos");
    AtomicInteger seen = new AtomicInteger();
    long now = nanos.getAsLong();
    this.clients =
        new Accounts<>(
            settings.maxKeys(),
            now,
            at ->
                new Account(
                    orUnbounded(settings.clientConcurrency()),
                    bucket(settings.clientRate(), at),
                    seenSubjects(settings, seen)));
    this.subjects =
        new Accounts<>(
            settings.maxKeys(),
            now,
            at ->
                new Account(
                    orUnbounded(settings.subjectConcurrency()),
                    bucket(settings.subjectRate(), at),
                    null));
  }

  /** Asks for budget for one request of this client and subject, both of a verified token. */
  public BudgetResult acquire(String client, String subject) {
    long now = nanos.getAsLong();
    String clientKey = bounded(client);
    String subjectKey = bounded(subject);
    Account ofClient = enter(clients, clientKey, now);
    if (ofClient == null) {
      return new Exhausted(Budget.CLIENT_CONCURRENCY, A_MOMENT);
    }
    Account ofSubject = enter(subjects, new Subject(clientKey, subjectKey), now);
    if (ofSubject == null) {
      ofClient.leave();
      return new Exhausted(Budget.SUBJECT_CONCURRENCY, A_MOMENT);
    }
    Exhausted refused = charge(ofClient, ofSubject, subjectKey, now);
    if (refused == null) {
      return new Granted(new Permits(ofClient, ofSubject));
    }
    ofSubject.leave();
    ofClient.leave();
    return refused;
  }

  /** Returns how many clients and subjects are told apart now. */
  public int size() {
    return clients.size() + subjects.size();
  }

  private static @Nullable Exhausted charge(
      Account client, Account subject, String subjectKey, long now) {
    long missing = client.admit(subjectKey, now);
    if (missing > 0) {
      return exhausted(Budget.DISTINCT_SUBJECTS, missing);
    }
    missing = subject.take(now);
    if (missing > 0) {
      return exhausted(Budget.SUBJECT_RATE, missing);
    }
    missing = client.take(now);
    if (missing > 0) {
      subject.giveBack();
      return exhausted(Budget.CLIENT_RATE, missing);
    }
    return null;
  }

  /** Enters the key's account; null when it is full. */
  private static <K> @Nullable Account enter(Accounts<K> accounts, K key, long now) {
    Account account = accounts.of(key, now);
    Account.Entry entry = account.enter();
    while (entry == Account.Entry.CLOSED) {
      accounts.forget(key, account);
      account = accounts.of(key, now);
      entry = account.enter();
    }
    return entry == Account.Entry.ENTERED ? account : null;
  }

  private static Exhausted exhausted(Budget which, long missingNanos) {
    return new Exhausted(which, Duration.ofNanos(missingNanos));
  }

  private static int orUnbounded(@Nullable Integer concurrency) {
    return concurrency == null ? Integer.MAX_VALUE : concurrency;
  }

  private static @Nullable TokenBucket bucket(@Nullable Rate rate, long now) {
    return rate == null ? null : new TokenBucket(rate, now);
  }

  private static @Nullable SeenSubjects seenSubjects(BudgetSettings settings, AtomicInteger seen) {
    return settings.distinctSubjects() == null
        ? null
        : new SeenSubjects(settings.distinctSubjects(), settings.maxKeys(), seen);
  }

  /** Long names are kept as their digests, so that a number of keys is an amount of memory. */
  private static String bounded(String name) {
    if (name.length() <= MAX_KEY_LENGTH) {
      return name;
    }
    try {
      byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  private record Subject(String client, String subject) {}
}
