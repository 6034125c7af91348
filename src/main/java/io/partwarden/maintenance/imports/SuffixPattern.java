package io.partwarden.maintenance.imports;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How pg_partman writes a period's beginning into a partition's name, in the letters of our templates. */
final class SuffixPattern {

    private static final Pattern PIECE =
            Pattern.compile("\"([^\"]*)\"|(IYYY|YYYY|IW|MM|DD|HH24|MI|SS|MS|US|Q)|([_. \\-])");

    private SuffixPattern() {}

    /** Empty for a format of to_char that cannot be written so. */
    static Optional<String> of(String format) {
        StringBuilder pattern = new StringBuilder();
        Matcher pieces = PIECE.matcher(format);
        int at = 0;
        while (at < format.length()) {
            if (!pieces.find(at) || pieces.start() != at) {
                return Optional.empty();
            }
            pattern.append(piece(pieces));
            at = pieces.end();
        }
        return pattern.isEmpty() ? Optional.empty() : Optional.of(pattern.toString());
    }

    private static String piece(Matcher piece) {
        if (piece.group(1) != null) {
            return "'" + piece.group(1).replace("'", "''") + "'";
        }
        if (piece.group(3) != null) {
            return piece.group(3);
        }
        return switch (piece.group(2)) {
            case "IYYY" -> "YYYY";
            case "YYYY" -> "yyyy";
            case "IW" -> "ww";
            case "DD" -> "dd";
            case "HH24" -> "HH";
            case "MI" -> "mm";
            case "SS" -> "ss";
            case "MS" -> "SSS";
            case "US" -> "SSSSSS";
            default -> piece.group(2);
        };
    }
}
