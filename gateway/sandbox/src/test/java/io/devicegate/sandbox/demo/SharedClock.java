package io.devicegate.sandbox.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;

/**
 * A clock that several processes share and that one of them moves: the time stands in a file that
 * all of them have mapped. Depends on nothing, since it goes into the gateway's process, too.
 */
final class SharedClock implements InstantSource {

  private static final VarHandle MILLIS =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private final ByteBuffer file;

  private SharedClock(ByteBuffer file) {
    this.file = file;
  }

  static SharedClock in(Path path) {
    try (FileChannel channel =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return new SharedClock(channel.map(MapMode.READ_WRITE, 0, Long.BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void set(Instant now) {
    MILLIS.setVolatile(file, 0, now.toEpochMilli());
  }

  void forward(Duration by) {
    set(instant().plus(by));
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli((long) MILLIS.getVolatile(file, 0));
  }

  Clock asClock() {
    return withZone(ZoneOffset.UTC);
  }
}
