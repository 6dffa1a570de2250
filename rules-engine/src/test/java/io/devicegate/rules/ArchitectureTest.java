package io.devicegate.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The arrows of this library: it stands on its own, and nobody outside sees its script engine. */
class ArchitectureTest {

  private static final String[] ENGINE = {
    "io.roastedroot..", "com.dylibso..", "run.endive..", "com.fasterxml.jackson.."
  };

  private final JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.devicegate.rules");

  @Test
  void usesNeitherSpringNorReactor() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.springframework..", "reactor..", "org.reactivestreams..")
        .check(classes);
  }

  @Test
  void onlyLoginKnowsTheScriptEngine() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.devicegate.rules.login")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ENGINE)
        .check(classes);
  }

  @Test
  void onlyOnePackageReadsClassFiles() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.devicegate.rules.bytecode")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.objectweb.asm..")
        .check(classes);
  }

  @Test
  void noPublicTypeShowsTheScriptEngine() {
    noClasses()
        .that()
        .arePublic()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ENGINE)
        .check(classes);
  }

  @Test
  void theLibraryStandsWithoutItsCommandLine() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.devicegate.rules.cli")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.devicegate.rules.cli", "picocli..")
        .check(classes);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("io.devicegate.rules.(*)..").should().beFreeOfCycles().check(classes);
  }
}
