package io.devicegate.rules.access;

import static java.util.Objects.requireNonNull;

import io.devicegate.rules.source.Problem;
import io.devicegate.rules.source.RuleCompilationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/**
 * Access rules that can be loaded anew while they decide.
 *
 * <p>Thread-safe. Each decision is made by one whole set. A set that does not compile changes
 * nothing: the last good one stays, {@link #problems} says why, and the listener is told. When to
 * reload is the caller's business: there is no thread and no watch in here.
 */
public final class ReloadingAccessRules {

  private final Supplier<AccessRules> loader;
  private final Listener listener;
  private volatile State state;

  /**
   * Loads the rules of a folder for the first time.
   *
   * @throws RuleCompilationException if they do not compile: there is no good set to keep yet
   */
  public ReloadingAccessRules(Path folder, AccessRulesOptions options, Listener listener) {
    this(
        AccessRules.compile(folder, options),
        () -> {
          requireFolder(folder);
          return AccessRules.compile(folder, options);
        },
        listener);
  }

  /**
   * Loads rules from somewhere for the first time.
   *
   * @param loader compiles the rules that are there now, or throws a {@link
   *     RuleCompilationException} that says why they cannot be had
   * @throws RuleCompilationException if they do not compile: there is no good set to keep yet
   */
  public ReloadingAccessRules(Supplier<AccessRules> loader, Listener listener) {
    this(loader.get(), loader, listener);
  }

  ReloadingAccessRules(AccessRules first, Supplier<AccessRules> loader, Listener listener) {
    this.loader = requireNonNull(loader, "loader");
    this.listener = requireNonNull(listener, "listener");
    this.state = new State(first, List.of());
  }

  /** Decides by the rules of the moment. */
  public Decision decide(AccessRequest request) {
    return state.rules().decide(request);
  }

  /** Returns the rules of the moment. */
  public AccessRules current() {
    return state.rules();
  }

  /** Returns what kept the last attempt from being used; empty when it is in use. */
  public List<Problem> problems() {
    return state.problems();
  }

  /**
   * Loads the rules anew.
   *
   * @return whether other rules are in use now
   */
  public synchronized boolean reload() {
    State before = state;
    try {
      AccessRules rules = loader.get();
      boolean changed = !rules.digest().equals(before.rules().digest());
      state = new State(changed ? rules : before.rules(), List.of());
      if (changed) {
        listener.reloaded(rules);
      }
      return changed;
    } catch (RuleCompilationException e) {
      state = new State(before.rules(), e.problems());
      listener.refused(e.problems());
      return false;
    }
  }

  /** A folder that is gone is a mistake of whoever deploys; it must not turn into "deny all". */
  private static void requireFolder(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new RuleCompilationException(
          List.of(Problem.of(folder.toString(), "no such folder; the last rules stay in use")));
    }
  }

  private record State(AccessRules rules, List<Problem> problems) {}

  /** Is told what came of each reload, on the thread that reloads. */
  public interface Listener {

    /** Other rules are in use. */
    void reloaded(AccessRules rules);

    /** The rules that were found are not used; those before them stay. */
    void refused(List<Problem> problems);
  }
}
