package io.devicegate.gateway.budget;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

/**
 * The accounts of one kind, at most so many.
 *
 * <p>Not a cache: evicting an account by size would hand its owner a fresh one, so whoever can make
 * keys could make budget. When all places are taken, those of idle accounts are freed, at most once
 * a second; keys that still find none share one account, which has the budget of one.
 */
final class Accounts<K> {

  private static final long SWEEP_EVERY = TimeUnit.SECONDS.toNanos(1);

  private final ConcurrentHashMap<K, Account> accounts = new ConcurrentHashMap<>();
  private final LongFunction<Account> opening;
  private final int max;
  private final AtomicInteger size = new AtomicInteger();
  private final AtomicLong sweptAt;
  private final Account shared;

  Accounts(int max, long now, LongFunction<Account> opening) {
    this.max = max;
    this.opening = opening;
    this.sweptAt = new AtomicLong(now - SWEEP_EVERY);
    this.shared = opening.apply(now);
  }

  /** Returns the key's account; it may be closed by the time it is used. */
  Account of(K key, long now) {
    Account known = accounts.get(key);
    return known == null ? open(key, now) : known;
  }

  /** Forgets a closed account, unless somebody did. */
  void forget(K key, Account closed) {
    if (accounts.remove(key, closed)) {
      size.decrementAndGet();
    }
  }

  int size() {
    return size.get();
  }

  private Account open(K key, long now) {
    if (!takePlace() && !(sweep(now) && takePlace())) {
      return shared;
    }
    Account opened = opening.apply(now);
    Account other = accounts.putIfAbsent(key, opened);
    if (other == null) {
      return opened;
    }
    size.decrementAndGet();
    return other;
  }

  private boolean takePlace() {
    return size.getAndUpdate(taken -> taken < max ? taken + 1 : taken) < max;
  }

  private boolean sweep(long now) {
    long last = sweptAt.get();
    if (now - last < SWEEP_EVERY || !sweptAt.compareAndSet(last, now)) {
      return false;
    }
    accounts.forEach(
        (key, account) -> {
          if (account.closeIfIdle(now)) {
            forget(key, account);
          }
        });
    return true;
  }
}
