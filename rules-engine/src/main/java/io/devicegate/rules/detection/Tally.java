package io.devicegate.rules.detection;

/** What a detector counts while it works. */
final class Tally {

  long events;
  long unreadable;
  long late;
  long failed;
  long evicted;
  long signals;
}
