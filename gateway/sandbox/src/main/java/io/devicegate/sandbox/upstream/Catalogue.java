package io.devicegate.sandbox.upstream;

import java.util.List;
import java.util.Optional;

/** What the sample API has to offer: early films and serials, all in the public domain. */
final class Catalogue {

  /**
   * One entry.
   *
   * @param id what a purchase names
   * @param kind film or series
   */
  record Title(String id, String title, String kind, int year, int minutes, String genre) {}

  static final List<Title> TITLES =
      List.of(
          film("moon", "A Trip to the Moon", 1902, 13, "science fiction"),
          series("fantomas", "Fantômas", 1913, 337, "crime"),
          series("vampires", "Les Vampires", 1915, 421, "crime"),
          film("caligari", "The Cabinet of Dr. Caligari", 1920, 74, "horror"),
          film("carriage", "The Phantom Carriage", 1921, 107, "drama"),
          film("nosferatu", "Nosferatu", 1922, 94, "horror"),
          film("safety", "Safety Last!", 1923, 74, "comedy"),
          film("sherlock", "Sherlock Jr.", 1924, 45, "comedy"),
          film("achmed", "The Adventures of Prince Achmed", 1926, 66, "animation"),
          film("general", "The General", 1926, 79, "comedy"),
          film("metropolis", "Metropolis", 1927, 153, "science fiction"),
          film("sunrise", "Sunrise", 1927, 94, "drama"));

  private Catalogue() {}

  static Optional<Title> find(String id) {
    return TITLES.stream().filter(title -> title.id().equals(id)).findFirst();
  }

  private static Title film(String id, String title, int year, int minutes, String genre) {
    return new Title(id, title, "film", year, minutes, genre);
  }

  private static Title series(String id, String title, int year, int minutes, String genre) {
    return new Title(id, title, "series", year, minutes, genre);
  }
}
