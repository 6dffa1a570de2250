package io.devicegate.gateway.testing;

import io.devicegate.gateway.decisionlog.DecisionExporter;
import io.devicegate.gateway.decisionlog.DecisionRecord;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.test.simple.SimpleTracer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** One issuer, one upstream and one gateway between them, shared by the tests of a JVM. */
public final class Harness {

  private static final Harness SHARED = new Harness();

  public final FakeIssuer issuer = new FakeIssuer();
  public final RecordingUpstream upstream = new RecordingUpstream();
  public final TestGateway gateway =
      TestGateway.start(TestGateway.settings(issuer, upstream), Observers.class);

  private Harness() {}

  /** The shared one, as if nobody had used it. */
  public static Harness shared() {
    SHARED.issuer.reset();
    SHARED.upstream.reset();
    SHARED.gateway.bean(RecordingExporter.class).clear();
    return SHARED;
  }

  /** Waits for the next decision record. */
  public DecisionRecord nextRecord() {
    return gateway.bean(RecordingExporter.class).next();
  }

  /** What an application brings along that wants to see what its gateway does. */
  @Configuration(proxyBeanMethods = false)
  public static class Observers {

    @Bean
    SimpleMeterRegistry meterRegistry() {
      return new SimpleMeterRegistry();
    }

    @Bean
    SimpleTracer tracer() {
      return new SimpleTracer();
    }

    @Bean
    DefaultTracingObservationHandler tracingHandler(SimpleTracer tracer) {
      return new DefaultTracingObservationHandler(tracer);
    }

    @Bean
    RecordingExporter recordingExporter() {
      return new RecordingExporter();
    }
  }

  /** Keeps every record. */
  public static final class RecordingExporter implements DecisionExporter {

    private final BlockingQueue<DecisionRecord> records = new LinkedBlockingQueue<>();
    private volatile Instant since = Instant.MIN;

    @Override
    public void export(List<DecisionRecord> batch) {
      records.addAll(new ArrayList<>(batch));
    }

    /** Forgets what has been decided so far, also what is still on its way here. */
    public void clear() {
      since = Instant.now();
      records.clear();
    }

    /** Waits for the next one. */
    public DecisionRecord next() {
      try {
        DecisionRecord next;
        do {
          next = records.poll(20, TimeUnit.SECONDS);
          if (next == null) {
            throw new AssertionError("No decision was exported");
          }
        } while (next.time().isBefore(since));
        return next;
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
