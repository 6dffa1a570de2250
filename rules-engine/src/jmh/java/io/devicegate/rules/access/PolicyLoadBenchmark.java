package io.devicegate.rules.access;

import io.devicegate.rules.source.RuleSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Reading, checking and compiling 1,000 policies, each time in a process that has just been
 * started, as a gateway or a check in CI does it.
 *
 * <p>{@code mvn -Pbench -Dbench=PolicyLoadBenchmark -pl rules-engine test-compile exec:exec}
 */
@State(Scope.Benchmark)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Fork(5)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class PolicyLoadBenchmark {

  private List<RuleSource> files;

  /** Writes the texts; compiling them is what is measured. */
  @Setup
  public void write() {
    files = AccessRulesBenchmark.files(1_000);
  }

  /** All of it. */
  @Benchmark
  @BenchmarkMode(Mode.SingleShotTime)
  public AccessRules load() {
    return AccessRules.compile(files, AccessRulesOptions.defaults());
  }
}
