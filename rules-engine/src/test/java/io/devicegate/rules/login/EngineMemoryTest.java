package io.devicegate.rules.login;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicegate.rules.Fuzz;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import run.endive.runtime.ByteArrayMemory;
import run.endive.runtime.Instance;
import run.endive.runtime.Memory;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.DataSegment;
import run.endive.wasm.types.MemoryLimits;
import run.endive.wasm.types.PassiveDataSegment;

class EngineMemoryTest {

  private static final int PAGES = 3;
  private static final int BYTES = PAGES * Memory.PAGE_SIZE;
  private static final int LARGE = 9_000;
  private static final MemoryLimits LIMITS = new MemoryLimits(PAGES, 10);

  /** Of a module in which nothing is. */
  private static final Instance INSTANCE = Instance.builder(WasmModule.builder().build()).build();

  /** Every way to write to it, by the method's name. */
  private static final Map<String, Change> CHANGES =
      Map.of(
          "writeByte", (to, at, random) -> to.writeByte(at, (byte) random.nextInt()),
          "writeShort", (to, at, random) -> to.writeShort(at, (short) random.nextInt()),
          "writeI32", (to, at, random) -> to.writeI32(at, random.nextInt()),
          "writeLong", (to, at, random) -> to.writeLong(at, random.nextLong()),
          "writeF32", (to, at, random) -> to.writeF32(at, random.nextFloat()),
          "writeF64", (to, at, random) -> to.writeF64(at, random.nextGaussian()),
          "write", (to, at, random) -> to.write(at, bytes(random, LARGE), 7, LARGE - 7),
          "copy", (to, at, random) -> to.copy(at, random.nextInt(BYTES - LARGE), LARGE),
          "fill", (to, at, random) -> to.fill((byte) random.nextInt(), at, at + LARGE),
          "initPassiveSegment", (to, at, random) -> to.initPassiveSegment(0, at, 1, 3));

  /** What ends in one of those, or in an error, unless a memory says otherwise. */
  private static final Set<String> MADE_OF_THEM = Set.of("writeString", "writeCString");

  private static final Set<String> NO_CHANGE =
      Set.of(
          "pages",
          "initialPages",
          "maximumPages",
          "shared",
          "lock",
          "waitOn",
          "notify",
          "drop",
          "bytes");

  private final EngineMemory memory = new EngineMemory(LIMITS);

  @BeforeEach
  void initialize() {
    memory.initialize(INSTANCE, segments());
  }

  private static DataSegment[] segments() {
    return new DataSegment[] {new PassiveDataSegment(new byte[] {1, 2, 3, 4})};
  }

  @Test
  void isAsTheMemoryOfTheRuntime() {
    Random random = new Random(5);
    Memory runtimes = new ByteArrayMemory(LIMITS);
    runtimes.initialize(INSTANCE, segments());
    List<String> names = CHANGES.keySet().stream().sorted().toList();
    for (int i = 0; i < Fuzz.rounds(2_000); i++) {
      String name = names.get(random.nextInt(names.size()));
      int at = random.nextInt(BYTES - LARGE);
      long seed = random.nextLong();
      change(name, memory, at, seed);
      change(name, runtimes, at, seed);

      assertThat(read(memory, at)).as(name).isEqualTo(read(runtimes, at));
    }
    assertThat(memory.grow(2)).isEqualTo(runtimes.grow(2));
    assertThat(memory.grow(6)).isEqualTo(runtimes.grow(6)).isEqualTo(-1);
    assertThat(memory.pages()).isEqualTo(runtimes.pages());
    assertThat(all(memory)).isEqualTo(all(runtimes));
  }

  private static List<Object> read(Memory from, int at) {
    return List.of(
        from.read(at),
        from.readShort(at),
        from.readU16(at),
        from.readInt(at),
        from.readLong(at),
        from.readF32(at),
        from.readF64(at),
        Float.floatToRawIntBits(from.readFloat(at)),
        Double.doubleToRawLongBits(from.readDouble(at)));
  }

  @Test
  void putsBackWhateverWasWritten() {
    Random random = new Random(6);
    memory.write(0, bytes(random, BYTES));
    memory.seal();
    byte[] sealed = all(memory);
    for (String name : CHANGES.keySet()) {
      for (int i = 0; i < 100; i++) {
        // Around the borders of what is put back at once, which it is written across.
        int at = (1 + random.nextInt(40)) * 1_024 - random.nextInt(9);
        change(name, memory, at, random.nextLong());
        boolean changed = !Arrays.equals(all(memory), sealed);

        memory.restore();

        assertThat(changed || i > 0).as(name).isTrue();
        assertThat(all(memory)).as("%s at %d", name, at).isEqualTo(sealed);
      }
    }
    memory.zero();
    memory.restore();
    assertThat(all(memory)).isEqualTo(sealed);
  }

  @Test
  void givesBackWhatItGrewBy() {
    memory.seal();
    memory.grow(2);
    memory.writeByte(0, (byte) 1);
    memory.writeByte(BYTES, (byte) 1);

    memory.restore();

    assertThat(memory.pages()).isEqualTo(PAGES);
    assertThat(all(memory)).containsOnly(0);
    memory.grow(1);
    assertThat(all(memory)).containsOnly(0);
  }

  /** Whoever takes a newer runtime sees here what it can write with. */
  @Test
  void knowsEveryMethodThatMayWrite() {
    Set<String> others =
        Arrays.stream(Memory.class.getMethods())
            .map(Method::getName)
            .filter(name -> !name.startsWith("read") && !name.startsWith("atomic"))
            .filter(name -> !CHANGES.containsKey(name) && !MADE_OF_THEM.contains(name))
            .filter(name -> !NO_CHANGE.contains(name))
            .collect(Collectors.toSet());

    assertThat(others).containsExactlyInAnyOrder("grow", "zero", "initialize");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, BYTES, BYTES - 1, Integer.MIN_VALUE})
  void hasNothingBeyondItsEnd(int address) {
    memory.seal();

    assertThatThrownBy(() -> memory.readInt(address)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> memory.writeI32(address, 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> memory.write(address, new byte[2]))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(all(memory)).containsOnly(0);
  }

  private static void change(String name, Memory to, int at, long seed) {
    requireNonNull(CHANGES.get(name)).make(to, at, new Random(seed));
  }

  private static byte[] all(Memory memory) {
    return memory.readBytes(0, memory.pages() * Memory.PAGE_SIZE);
  }

  private static byte[] bytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private interface Change {
    void make(Memory memory, int address, Random random);
  }
}
