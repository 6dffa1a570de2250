package io.devicegate.dashboards.detection;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of the detections.
 *
 * @param folder folder of detections; those that are shipped, when absent
 * @param enforce ids of detections whose signals shall refuse requests, whatever their files say
 * @param reloadInterval time between two looks at the folder
 * @param queueCapacity maximum number of stored events that wait for the detections; more are not
 *     looked at, and counted
 * @param maxKeys maximum number of keys that the detections remember, shared evenly among them
 * @param maxSignals maximum number of signals kept; those that only observe, and of them those that
 *     expire first, are forgotten first
 * @param logDelay how far the tenant's log may be behind the clock while it is silent
 * @param maxReplay longest stretch of stored events that is looked at anew at a start
 */
@Validated
@ConfigurationProperties("devicegate.detections")
public record DetectionProperties(
    @Nullable Path folder,
    @DefaultValue List<String> enforce,
    @DefaultValue("5s") @DurationMin(millis = 100) @DurationMax(hours = 1) Duration reloadInterval,
    @DefaultValue("50000") @Min(100) @Max(1_000_000) int queueCapacity,
    @DefaultValue("250000") @Min(1_000) @Max(10_000_000) int maxKeys,
    @DefaultValue("100000") @Min(1) @Max(1_000_000) int maxSignals,
    @DefaultValue("1m") @DurationMin(seconds = 0) @DurationMax(hours = 1) Duration logDelay,
    @DefaultValue("48h") @DurationMin(seconds = 0) @DurationMax(days = 31) Duration maxReplay) {

  /** The full name of the property that holds {@link #folder}. */
  static final String FOLDER_PROPERTY = "devicegate.detections.folder";

  /** The full name of the property that holds {@link #enforce}. */
  static final String ENFORCE_PROPERTY = "devicegate.detections.enforce";

  public DetectionProperties {
    enforce = List.copyOf(enforce);
  }
}
