package io.devicegate.rules.login;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import run.endive.runtime.ByteArrayMemory;
import run.endive.runtime.Instance;
import run.endive.runtime.Memory;
import run.endive.wasm.types.DataSegment;
import run.endive.wasm.types.MemoryLimits;
import run.endive.wasm.types.PassiveDataSegment;

/**
 * The memory of a script engine, which can be put back to how it was once.
 *
 * <p>Every byte that was written since is put back, and what it grew by is gone. It knows the
 * blocks that were written, so it need not copy all others, which are nine tenths of it.
 *
 * <p>A block is marked before it is written, so nothing that breaks off in between leaves a change
 * behind. An access beyond its end is an {@link IndexOutOfBoundsException}. For one thread.
 */
final class EngineMemory implements Memory {

  private static final VarHandle SHORTS = view(short[].class);
  private static final VarHandle INTS = view(int[].class);
  private static final VarHandle LONGS = view(long[].class);

  private static final int BLOCK_BITS = 12;
  private static final int BLOCK = 1 << BLOCK_BITS;

  private final MemoryLimits limits;
  private byte[] bytes;
  private boolean[] written;
  private byte[] image;
  private DataSegment[] segments = {};

  EngineMemory(MemoryLimits limits) {
    this.limits = limits;
    this.bytes = new byte[limits.initialPages() * PAGE_SIZE];
    this.written = new boolean[bytes.length >> BLOCK_BITS];
    this.image = bytes.clone();
  }

  private static VarHandle view(Class<?> array) {
    return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.LITTLE_ENDIAN);
  }

  /** Remembers all of it as it is now. */
  void seal() {
    image = bytes.clone();
    Arrays.fill(written, false);
  }

  /** Puts all of it back to how it was when it was sealed. */
  void restore() {
    if (bytes.length != image.length) {
      bytes = image.clone();
      written = new boolean[bytes.length >> BLOCK_BITS];
      return;
    }
    for (int block = 0; block < written.length; block++) {
      if (written[block]) {
        int at = block << BLOCK_BITS;
        System.arraycopy(image, at, bytes, at, BLOCK);
        written[block] = false;
      }
    }
  }

  private void mark(int address, int size) {
    written[address >>> BLOCK_BITS] = true;
    written[(address + size - 1) >>> BLOCK_BITS] = true;
  }

  private void markAll(int address, int size) {
    Objects.checkFromIndexSize(address, size, bytes.length);
    if (size > 0) {
      int end = (address + size - 1) >>> BLOCK_BITS;
      Arrays.fill(written, address >>> BLOCK_BITS, end + 1, true);
    }
  }

  @Override
  public int pages() {
    return bytes.length / PAGE_SIZE;
  }

  @Override
  public int grow(int more) {
    int before = pages();
    if (more < 0 || more > maximumPages() - before) {
      return -1;
    }
    bytes = Arrays.copyOf(bytes, (before + more) * PAGE_SIZE);
    written = Arrays.copyOf(written, bytes.length >> BLOCK_BITS);
    return before;
  }

  @Override
  public int initialPages() {
    return limits.initialPages();
  }

  @Override
  public int maximumPages() {
    return limits.maximumPages();
  }

  @Override
  public void initialize(Instance instance, DataSegment[] data) {
    initialize(instance, data, 0);
  }

  @Override
  public void initialize(Instance instance, DataSegment[] data, int index) {
    // What its data segments mean is known to the runtime, whose own memory this asks.
    ByteArrayMemory initial = new ByteArrayMemory(limits);
    initial.initialize(instance, data, index);
    write(0, initial.readBytes(0, bytes.length), 0, bytes.length);
    segments = data.clone();
  }

  @Override
  public void initPassiveSegment(int segment, int address, int from, int size) {
    write(address, segments[segment].data(), from, size);
  }

  @Override
  public void drop(int segment) {
    segments[segment] = PassiveDataSegment.EMPTY;
  }

  @Override
  public void write(int address, byte[] data, int from, int size) {
    markAll(address, size);
    System.arraycopy(data, from, bytes, address, size);
  }

  @Override
  public void copy(int address, int from, int size) {
    markAll(address, size);
    System.arraycopy(bytes, from, bytes, address, size);
  }

  @Override
  public void fill(byte value, int from, int to) {
    markAll(from, to - from);
    Arrays.fill(bytes, from, to, value);
  }

  @Override
  public void zero() {
    fill((byte) 0, 0, bytes.length);
  }

  @Override
  public byte read(int address) {
    return bytes[address];
  }

  @Override
  public byte[] readBytes(int address, int size) {
    byte[] copy = new byte[size];
    System.arraycopy(bytes, address, copy, 0, size);
    return copy;
  }

  @Override
  public void writeByte(int address, byte value) {
    written[address >>> BLOCK_BITS] = true;
    bytes[address] = value;
  }

  @Override
  public short readShort(int address) {
    return (short) SHORTS.get(bytes, address);
  }

  @Override
  public long readU16(int address) {
    return Short.toUnsignedLong(readShort(address));
  }

  @Override
  public void writeShort(int address, short value) {
    mark(address, Short.BYTES);
    SHORTS.set(bytes, address, value);
  }

  @Override
  public int readInt(int address) {
    return (int) INTS.get(bytes, address);
  }

  @Override
  public void writeI32(int address, int value) {
    mark(address, Integer.BYTES);
    INTS.set(bytes, address, value);
  }

  @Override
  public long readLong(int address) {
    return (long) LONGS.get(bytes, address);
  }

  @Override
  public void writeLong(int address, long value) {
    mark(address, Long.BYTES);
    LONGS.set(bytes, address, value);
  }

  @Override
  public float readFloat(int address) {
    return Float.intBitsToFloat(readInt(address));
  }

  @Override
  public long readF32(int address) {
    return readInt(address);
  }

  @Override
  public void writeF32(int address, float value) {
    writeI32(address, Float.floatToRawIntBits(value));
  }

  @Override
  public double readDouble(int address) {
    return Double.longBitsToDouble(readLong(address));
  }

  @Override
  public long readF64(int address) {
    return readLong(address);
  }

  @Override
  public void writeF64(int address, double value) {
    writeLong(address, Double.doubleToRawLongBits(value));
  }

  @Override
  public boolean shared() {
    return false;
  }

  @Override
  @SuppressWarnings("removal")
  public Object lock(int address) {
    return this;
  }

  @Override
  @SuppressWarnings("removal")
  public int waitOn(int address, int expected, long timeout) {
    throw notShared();
  }

  @Override
  @SuppressWarnings("removal")
  public int waitOn(int address, long expected, long timeout) {
    throw notShared();
  }

  @Override
  @SuppressWarnings("removal")
  public int notify(int address, int count) {
    throw notShared();
  }

  private static UnsupportedOperationException notShared() {
    return new UnsupportedOperationException("the memory is of one thread");
  }
}
