package io.devicegate.rules.detection;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The arrows of detections, and that they depend on nothing but their events. */
class DetectionArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.devicegate.rules");

  @Test
  void detectionsKnowNothingOfOtherKindsOfRulesNorOfTheirTests() {
    noClasses()
        .that()
        .resideInAPackage("..rules.detection..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("..rules.access..", "..rules.login..", "..rules.testing..")
        .check(CLASSES);
  }

  @Test
  void detectionReadsNoClockAndNoRandomness() {
    noClasses()
        .that()
        .resideInAPackage("..rules.detection..")
        .should()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(java.util.Random.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(java.time.Clock.class)
        .check(CLASSES);
  }
}
