/**
 * The whole fleet at a glance: every table with how long its writes are safe, what is wrong anywhere and what to do about it, and the same
 * as metrics. Each target is read by one replica at most every few seconds, whoever asks; a target that does not answer delays nobody.
 */
@NullMarked
package io.partwarden.maintenance.fleet;

import org.jspecify.annotations.NullMarked;
