package io.devicegate.sandbox.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.support.GenericApplicationContext;

/**
 * Gives an application the shared clock that its settings name; goes into the gateway's process.
 */
final class SharedClockInitializer
    implements ApplicationContextInitializer<GenericApplicationContext> {

  static final String SETTING = "drill.clock";

  SharedClockInitializer() {}

  @Override
  public void initialize(GenericApplicationContext application) {
    Path file = Path.of(application.getEnvironment().getRequiredProperty(SETTING));
    application.registerBean(Clock.class, () -> SharedClock.in(file).asClock());
  }

  /** Writes what another process needs on its class path for it, and nothing of the sandbox. */
  static Path classPath(Path folder) throws IOException {
    for (Class<?> type : new Class<?>[] {SharedClock.class, SharedClockInitializer.class}) {
      String name = type.getName().replace('.', '/') + ".class";
      Path target = folder.resolve(name);
      Files.createDirectories(target.getParent());
      try (InputStream bytes = type.getResourceAsStream("/" + name)) {
        Files.copy(bytes, target);
      }
    }
    Path factories = Files.createDirectories(folder.resolve("META-INF"));
    Files.writeString(
        factories.resolve("spring.factories"),
        ApplicationContextInitializer.class.getName()
            + "="
            + SharedClockInitializer.class.getName());
    return folder;
  }
}
