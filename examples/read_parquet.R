# Reads a Parquet export of Dragoman and makes a monthly table of two actors, in base R.
#
#   dragoman export news.duckdb --format parquet --to tables --dated published
#   Rscript examples/read_parquet.R tables KEN-ETH
#
# It needs one package, nanoparquet (0.5.0 or later: earlier ones read no list columns), because it
# needs no other package and no system library; `arrow` and `duckdb` read the same files. Where there
# is none, export with `--format csv`: the same tables, which base R reads by itself.
#
#   dragoman read reports/ --to records.parquet
#   Rscript examples/read_parquet.R records.parquet
#
# counts the records of each kind. Sourced, the file only defines its functions.

# The columns that the table is made of: flat ones. Lists (`actor_codes`, `issues`) come as list
# columns from Parquet and as "a|b" from CSV; codes and their roles stand flat in `actors`.
COLUMNS <- list(
  events = c(
    id = "character", quad = "integer", score = "numeric", goldstein = "numeric",
    status = "character", alleged = "logical", date_start = "Date", date_end = "Date",
    date_precision = "character"
  ),
  actors = c(event = "character", role = "character", code = "character")
)

# A table of an export's folder as a data frame, with the columns above and their types.
read_table <- function(folder, name) {
  wanted <- COLUMNS[[name]]
  parquet <- file.path(folder, paste0(name, ".parquet"))
  if (file.exists(parquet)) return(typed(read_parquet_columns(parquet, names(wanted)), wanted))
  csv <- file.path(folder, paste0(name, ".csv"))
  if (!file.exists(csv)) {
    stop(folder, " holds neither ", name, ".parquet nor ", name, ".csv. ",
         "Write it with `dragoman export DB --format parquet --to ", folder, "`.", call. = FALSE)
  }
  # Only an empty field is unknown: R's own mark, NA, may be a word of a report.
  typed(read.csv(csv, colClasses = "character", na.strings = "", encoding = "UTF-8"), wanted)
}

read_parquet_columns <- function(file, columns) {
  if (!requireNamespace("nanoparquet", quietly = TRUE) ||
      utils::packageVersion("nanoparquet") < "0.5.0") {
    stop("Parquet is read by the package nanoparquet, 0.5.0 or later: ",
         "install.packages(\"nanoparquet\"). Without it, export with --format csv.", call. = FALSE)
  }
  as.data.frame(nanoparquet::read_parquet(file, col_select = columns))
}

typed <- function(found, wanted) {
  missing <- setdiff(names(wanted), names(found))
  if (length(missing) > 0) stop("No column ", paste(missing, collapse = ", "), call. = FALSE)
  found <- found[names(wanted)]
  for (column in names(wanted)) {
    found[[column]] <- switch(wanted[[column]],
      Date = as.Date(found[[column]]),
      integer = as.integer(found[[column]]),
      numeric = as.numeric(found[[column]]),
      logical = if (is.character(found[[column]])) tolower(found[[column]]) == "true"
                else as.logical(found[[column]]),
      as.character(found[[column]])
    )
  }
  found
}

# The ids of events that join two codes: one acts and the other receives, or, where nobody
# receives, both act together and cooperate (an agreement of two).
joining <- function(events, actors, a, b) {
  with_role <- function(code, role) {
    unique(actors$event[which(actors$code == code & actors$role == role)])
  }
  across <- union(
    intersect(with_role(a, "actor"), with_role(b, "recipient")),
    intersect(with_role(b, "actor"), with_role(a, "recipient"))
  )
  together <- setdiff(
    intersect(with_role(a, "actor"), with_role(b, "actor")),
    actors$event[actors$role == "recipient"]
  )
  events$id[events$id %in% across | (events$id %in% together & events$quad <= 2)]
}

# The month in which an event counts: that of its first day; of what is told of a week or a month
# the one that holds its middle; of a longer or unknown time none (NA). As `dragoman series`.
month_of <- function(events) {
  first <- events$date_start
  days <- as.integer(events$date_end - first) + 1L
  wide <- events$date_precision %in% c("week", "month")
  first[wide] <- first[wide] + (days[wide] - 1L) %/% 2L
  longest <- c(day = Inf, week = 32, month = 32)[events$date_precision]
  first[is.na(longest) | is.na(days) | days > longest] <- NA
  format(first, "%Y-%m")
}

# A row for each month from the first to the last that has an event. Only what happened and what
# not only an interested party claims counts, as `dragoman series` does without options.
monthly <- function(events, actors, a, b) {
  mine <- events[events$id %in% joining(events, actors, a, b), ]
  mine <- mine[mine$status == "actual" & !mine$alleged, ]
  mine$month <- month_of(mine)
  mine <- mine[!is.na(mine$month), ]
  if (nrow(mine) == 0) return(data.frame())
  days <- as.Date(paste0(range(mine$month), "-01"))
  months <- format(seq(days[1], days[2], by = "month"), "%Y-%m")
  mine$month <- factor(mine$month, levels = months)
  counts <- table(mine$month, factor(mine$quad, levels = 1:4))
  mean_of <- function(x) if (all(is.na(x))) NA_real_ else round(mean(x, na.rm = TRUE), 3)
  data.frame(
    month = months,
    verbal_cooperation = counts[, "1"], material_cooperation = counts[, "2"],
    verbal_conflict = counts[, "3"], material_conflict = counts[, "4"],
    events = rowSums(counts),
    goldstein = as.vector(tapply(mine$goldstein, mine$month, mean_of)),
    row.names = NULL
  )
}

main <- function(given) {
  if (length(given) == 1 && grepl("\\.parquet$", given)) {
    # One flat table of all records: kind, id, report, and the record as JSON text, which
    # jsonlite::fromJSON() opens.
    print(as.data.frame(table(kind = read_parquet_columns(given, c("kind", "id"))$kind)))
    return(invisible())
  }
  pair <- if (length(given) >= 2) strsplit(toupper(given[2]), "-", fixed = TRUE)[[1]]
  if (length(pair) != 2) {
    stop("Call it as: Rscript read_parquet.R FOLDER KEN-ETH, or with one .parquet file.",
         call. = FALSE)
  }
  found <- monthly(read_table(given[1], "events"), read_table(given[1], "actors"),
                   pair[1], pair[2])
  if (nrow(found) == 0) cat("No event joins", pair, "\n")
  else write.table(found, sep = "\t", quote = FALSE, row.names = FALSE)
}

# sys.nframe() is 0 only where Rscript runs this file itself.
if (sys.nframe() == 0L) main(commandArgs(trailingOnly = TRUE))
