package io.devicegate.dashboards.query;

import io.devicegate.dashboards.store.StoredEvent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What happened to one device, as far as it is known, in time order.
 *
 * @param chapters its events, at least one
 */
record Story(List<Chapter> chapters) {

  Story {
    chapters = List.copyOf(chapters);
  }

  /**
   * One event of a story.
   *
   * @param event what happened
   * @param join by what it belongs here
   */
  record Chapter(StoredEvent event, Join join) {}

  Instant begin() {
    return chapters.get(0).event().event().time();
  }

  Instant end() {
    return chapters.get(chapters.size() - 1).event().event().time();
  }

  /** The least certain of all joins. */
  Join weakest() {
    return chapters.stream().map(Chapter::join).max(Enum::compareTo).orElse(Join.FIRST);
  }

  /** What the first event that says anything of the kind says. */
  Optional<String> first(Function<StoredEvent, String> part) {
    return chapters.stream()
        .map(chapter -> Optional.ofNullable(part.apply(chapter.event())))
        .flatMap(Optional::stream)
        .findFirst();
  }
}
