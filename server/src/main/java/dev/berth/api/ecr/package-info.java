/** The API of Amazon ECR: its operations, one file each, and its errors. */
@NullMarked
package dev.berth.api.ecr;

import org.jspecify.annotations.NullMarked;
