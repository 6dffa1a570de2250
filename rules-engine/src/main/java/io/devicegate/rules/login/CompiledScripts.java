package io.devicegate.rules.login;

import static java.util.Objects.requireNonNull;

import io.roastedroot.quickjs4j.core.ScriptCache;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Bytecode of our own scripts, so that only the first engine of a process has to compile them.
 *
 * <p>The rules of the folder never come here: they are evaluated within an engine.
 */
final class CompiledScripts implements ScriptCache {

  private final Map<ByteBuffer, byte[]> bytecode = new ConcurrentHashMap<>();

  @Override
  public boolean exists(byte[] code) {
    return bytecode.containsKey(ByteBuffer.wrap(code));
  }

  @Override
  public byte[] get(byte[] code) {
    return requireNonNull(bytecode.get(ByteBuffer.wrap(code)), "code");
  }

  @Override
  public void set(byte[] code, byte[] compiled) {
    bytecode.putIfAbsent(ByteBuffer.wrap(code), compiled);
  }
}
