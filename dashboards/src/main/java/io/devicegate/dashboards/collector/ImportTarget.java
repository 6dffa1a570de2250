package io.devicegate.dashboards.collector;

import io.devicegate.dashboards.store.Cursor;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Where an import's elements go. */
interface ImportTarget {

  /** How many elements it takes at once. */
  int batch();

  /** How much text it takes at once; the element that comes to it is taken with the others. */
  long characters();

  /** How far a reader has come. */
  Optional<String> position(String reader) throws IOException;

  /**
   * Makes elements ready.
   *
   * @param cursor how far the reader is behind them; kept with them, all or nothing
   * @return takes them; called once, while the next are made ready
   */
  Callable<Receipt> prepare(List<FileElements.Element> elements, Cursor cursor);
}
