package io.devicegate.dashboards.web;

import io.devicegate.dashboards.collector.Ledger;
import io.devicegate.dashboards.collector.TenantDoctor;
import io.devicegate.dashboards.query.GapReader;
import io.devicegate.dashboards.query.OverviewReader;
import io.devicegate.dashboards.signal.SignalFeed;
import io.devicegate.dashboards.signal.SignalFilter;
import io.devicegate.dashboards.store.EventStore;
import io.devicegate.dashboards.store.TimeRange;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The pages beside the incident page that are tables of what is so now. Reading them blocks. */
public final class Reports {

  private static final Duration HOUR = Duration.ofHours(1);

  private final OverviewReader reader;
  private final SignalFeed signals;
  private final TenantDoctor doctor;
  private final Clock clock;
  private final GatewayReport gateway;
  private final RulesReport rules;
  private final PipelineReport pipeline;

  /**
   * Creates them.
   *
   * @param registry meters of this process; the gateway's are among them when it runs here
   */
  public Reports(
      EventStore store,
      GapReader gaps,
      OverviewReader reader,
      SignalFeed signals,
      Ledger ledger,
      TenantDoctor doctor,
      MeterRegistry registry,
      Clock clock) {
    Meters meters = new Meters(registry);
    this.reader = reader;
    this.signals = signals;
    this.doctor = doctor;
    this.clock = clock;
    this.gateway = new GatewayReport(meters);
    this.rules = new RulesReport(meters);
    this.pipeline = new PipelineReport(ledger, store, gaps, meters);
  }

  /** How long we took from an event's arrival to the disk, at most in the last minutes. */
  Optional<String> longestOwnLag() {
    return pipeline.longestOwnLag();
  }

  Report gateway() {
    Instant now = clock.instant();
    return gateway.read(reader.decisions(TimeRange.before(now, HOUR)), now);
  }

  Report rules() {
    return rules.read(signals.live(SignalFilter.ALL), clock.instant());
  }

  Report pipeline() {
    return pipeline.read(clock.instant());
  }

  Report doctor() {
    return DoctorReport.of(doctor.latest());
  }
}
