package io.devicegate.sandbox.pages;

import com.microsoft.playwright.Page;
import java.util.List;

/**
 * Measures the contrast of every text that is seen on a page (WCAG 2.2, success criterion 1.4.3).
 */
final class Contrast {

  private static final String MEASURE =
      """
      () => {
        const channels = (colour) => colour.match(/[\\d.]+/g).map(Number);
        const linear = (c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4);
        const luminance = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
        const solid = (e) => {
          for (let at = e; at; at = at.parentElement) {
            const style = getComputedStyle(at);
            if (style.backgroundImage !== 'none') return null;  // a gradient: cannot be told from here
            const colour = channels(style.backgroundColor);
            if (colour.length === 3 || colour[3] === 1) return colour;
          }
          return [255, 255, 255];
        };
        return [...document.querySelectorAll('body *')]
          .filter((e) => e.checkVisibility() && !e.closest(':disabled'))
          .filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
          .map((e) => {
            const ground = solid(e);
            const style = getComputedStyle(e);
            if (!ground) return null;
            const [low, high] = [luminance(channels(style.color)), luminance(ground)].sort((a, b) => a - b);
            const ratio = (high + 0.05) / (low + 0.05);
            const large = parseFloat(style.fontSize) >= 24;
            return ratio < (large ? 3 : 4.5) ? `${e.tagName} ${ratio.toFixed(2)} ${e.textContent.trim()}` : null;
          })
          .filter(Boolean);
      }
      """;

  private Contrast() {}

  /** The texts below the limit, with their ratios; texts on gradients are left out. */
  @SuppressWarnings("unchecked") // Playwright answers an array of strings as a list of objects.
  static List<String> tooWeak(Page page) {
    return (List<String>) page.evaluate(MEASURE);
  }
}
