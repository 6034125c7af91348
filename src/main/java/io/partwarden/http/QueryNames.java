package io.partwarden.http;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The query parameters that a type takes from the request as a controller argument, beside those that {@code @RequestParam}
 * declares. A query parameter that no argument declares is refused: a mistyped {@code dry_run} would be a change for real.
 */
@Documented
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
public @interface QueryNames {

    String[] value();
}
