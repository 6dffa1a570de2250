package io.devicegate.rules.cli;

import io.devicegate.rules.bundle.BundleKeys;
import io.devicegate.rules.bundle.BundleLoader;
import io.devicegate.rules.bundle.BundleSigner;
import io.devicegate.rules.bundle.LastBundle;
import io.devicegate.rules.bundle.RuleBundle;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bundle}. */
@Command(
    name = "bundle",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Signs folders of rules, and verifies them.",
    subcommands = {
      BundleCommand.Keygen.class,
      BundleCommand.Sign.class,
      BundleCommand.Verify.class
    })
final class BundleCommand {

  private static <T> T key(Path file, Function<String, T> reader) throws IOException {
    try {
      return reader.apply(Files.readString(file));
    } catch (IllegalArgumentException e) {
      throw new UnreadableException(file + ": " + e.getMessage());
    }
  }

  /** {@code bundle keygen}. */
  @Command(
      name = "keygen",
      mixinStandardHelpOptions = true,
      description = "Makes a pair of Ed25519 keys: KEY, a secret, and KEY.pub.")
  static final class Keygen implements Task {

    @Parameters(paramLabel = "KEY", description = "File of the private key; must not exist yet.")
    private Path key = Path.of("bundle.key");

    @Override
    public Report run() throws IOException {
      KeyPair keys = BundleKeys.generate();
      Path shared = key.resolveSibling(key.getFileName() + ".pub");
      try {
        writeSecret(key, BundleKeys.write(keys.getPrivate()));
        Files.writeString(
            shared, BundleKeys.write(keys.getPublic()), StandardOpenOption.CREATE_NEW);
      } catch (FileAlreadyExistsException e) {
        throw new UnreadableException(e.getMessage() + ": exists already; name another file");
      }
      return new Report()
          .good("wrote " + key + " (keep it secret) and " + shared)
          .put("private_key", key.toString())
          .put("public_key", shared.toString());
    }

    private static void writeSecret(Path file, String text) throws IOException {
      if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      } else {
        Files.createFile(file);
      }
      Files.writeString(file, text);
    }
  }

  /** {@code bundle sign}. */
  @Command(
      name = "sign",
      mixinStandardHelpOptions = true,
      description = "Checks a folder of rules and, if it has no problems, signs it.")
  static final class Sign implements Task {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "RULES", description = "Folder to sign.")
    private Path rules = Path.of("rules");

    @Mixin private KnownInputs inputs = new KnownInputs();

    @Mixin private KnownOrigins origins = new KnownOrigins();

    @Option(names = "--key", paramLabel = "FILE", required = true, description = "Private key.")
    private Path key = Path.of("bundle.key");

    @Option(
        names = "--bundle-version",
        paramLabel = "N",
        description = "Version (default: one more than the folder's last).")
    private @Nullable Long version;

    @Option(
        names = "--created",
        paramLabel = "TIME",
        description = "Time to write into the manifest, such as 2026-11-24T12:00:00Z.")
    private Instant created = Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS);

    @Override
    public Report run() throws IOException {
      if (version != null && version < 1) {
        throw new ParameterException(
            spec.commandLine(), "--bundle-version: " + version + " (expected: 1 or higher)");
      }
      RuleCheck check = new RuleCheck(rules, inputs.names(), origins.options());
      if (!check.problems().isEmpty()) {
        return check.report();
      }
      long next = version == null ? BundleSigner.versionOf(rules) + 1 : version;
      BundleSigner.sign(rules, next, created, key(key, BundleKeys::privateKey));
      return new Report()
          .good("signed version " + next + " of " + rules + ": " + check.sizes())
          .put("version", next);
    }
  }

  /** {@code bundle verify}. */
  @Command(
      name = "verify",
      mixinStandardHelpOptions = true,
      description = "Verifies a signed folder as a gateway does, and changes nothing.")
  static final class Verify implements Task {

    @Parameters(paramLabel = "RULES", description = "Signed folder.")
    private Path rules = Path.of("rules");

    @Option(
        names = "--public-key",
        paramLabel = "FILE",
        required = true,
        description = "Public key.")
    private Path key = Path.of("bundle.key.pub");

    @Option(
        names = "--last",
        paramLabel = "FILE",
        description = "File in which a gateway remembers the last version it used.")
    private @Nullable Path last;

    @Override
    public Report run() throws IOException {
      BundleLoader loader =
          new BundleLoader(rules, key(key, BundleKeys::publicKey), new Reading(last));
      RuleBundle bundle = loader.load(verified -> verified);
      return new Report()
          .good(
              "version %d of %s, %s, %s"
                  .formatted(
                      bundle.version(),
                      bundle.created(),
                      RuleCheck.count(bundle.size(), "file"),
                      bundle.digest()))
          .put("version", bundle.version())
          .put("created", bundle.created().toString())
          .put("files", bundle.size())
          .put("digest", bundle.digest());
    }
  }

  /** Looks at what is remembered, and leaves it as it is. */
  private record Reading(@Nullable Path file) implements LastBundle {

    @Override
    public Optional<Seen> last() throws IOException {
      return file == null ? Optional.empty() : LastBundle.inFile(file).last();
    }

    @Override
    public void remember(Seen seen) {}
  }
}
